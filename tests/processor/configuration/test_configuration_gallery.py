from __future__ import annotations

import pytest

GALLERY = [
    # where, what, key named, reason given
    ("top", 'langage = "de"', "langage", '"language"'),
    ("top", "quiet_seconds = 3", "quiet_seconds", "dropzone.quiet_seconds"),
    ("top", "xyz = 3", "xyz", "timezone"),
    ("top", 'language = "fr"', "language", '"de", "en"'),
    ("top", 'timezone = "Europe/Berlinn"', "timezone", "Europe/Berlin is one"),
    ("top", 'templates = ""', "templates", "empty"),
    ("top", "templates = 5", "templates", "text in quotes"),
    ('state = "state"', "", "state", "missing"),
    ('state = "state"', 'state = ""', "state", "empty"),
    ('[dropzone]\nfolder = "drop"', "", "dropzone", "folder"),
    ("dropzone", "quiet_seconds = 0", "dropzone.quiet_seconds", "more than 0"),
    ("dropzone", 'scan_seconds = "often"', "dropzone.scan_seconds", '"often"'),
    ("dropzone", "scan_seconds = nan", "dropzone.scan_seconds", "nan"),
    ("dropzone", "quiet_second = 1", "dropzone.quiet_second", '"quiet_seconds"'),
    ("erp", 'odbc = "Driver=x"', "erp", "not both"),
    ('url = "sqlite:///erp.sqlite"', "", "erp", "url"),
    ("erp", "timeout_seconds = 1.5", "erp.timeout_seconds", "whole number"),
    ('key = ["id"]', "key = []", "erp.targets[0].key", "empty"),
    ('key = ["id"]', 'key = "id"', "erp.targets[0].key", '["id"]'),
    ('key = ["id"]', 'key = [""]', "erp.targets[0].key[0]", "empty"),
    ('email = ["email"]', "email = [3]", "erp.targets[0].email[0]", "text in quotes"),
    ('email = ["email"]', f'email = ["{"x" * 129}"]', "erp.targets[0].email[0]", "128"),
    (
        'email = ["email"]',
        'email = ["email", "email2"]\nbounce = { then = "delete_row" }',
        "erp.targets[0]",
        "one e-mail column",
    ),
    ('no = "N"', "no_ = 1", "erp.targets[0].flag.no_", '"no"'),
    ('no = "N"', "no = [1]", "erp.targets[0].flag.no", "true or false"),
    ('no = "N"', 'no = "Y"', "erp.targets[0].flag", "YES and NO"),
    ('no = "N"', 'no = "N", null = "maybe"', "erp.targets[0].flag.null", '"unknown"'),
    ('yes = ["Y"]', "yes = []", "erp.targets[0].flag", "nobody"),
    ('yes = ["Y"]', 'yes = "Y"', "erp.targets[0].flag.yes", "list"),
    ("target", 'bounce = { action = "mark" }', "erp.targets[0].bounce", "column and value"),
    ("target", 'bounce = { action = "delete" }', "erp.targets[0].bounce.action", '"mark"'),
    ("target", 'bounce = { action = "mark", column = "newsletter", value = 1 }', "erp.targets[0]", "two purposes"),
    ("target", 'also = { email = "{today}" }', "erp.targets[0]", "two purposes"),
    ("target", "fields = { a = 5 }", "erp.targets[0].fields.a", "text in quotes"),
    ("target", 'also = ["x"]', "erp.targets[0].also", "table"),
    ("mail", "port = 70000", "mail.port", "less than 65536"),
    ("mail", 'port = "smtp"', "mail.port", "whole number"),
    ("mail", 'at = "7:00"', "mail.at", '"07:00"'),
    ("mail", 'to = "a@b.example"', "mail.to", "list"),
    ("mail", 'to = ["nobody"]', "mail.to[0]", "e-mail address"),
    ("mail", 'sender = "a@b.example\\nBcc: c@d.example"', "mail.sender", "e-mail address"),
    ("mail", 'security = "ssl"', "mail.security", '"starttls"'),
    ("mail", "[export]\nname = 'new.csv'", "export.name", "{number}"),
    ("mail", "[export]\nname = '{date}{number}.csv'", "export.name", "only gap"),
    ("mail", "[export]\nname = 'out/{number}.csv'", "export.name", "without folders"),
    ("mail", "[export]\ncolumns = {}", "export.columns", "empty"),
    ("mail", "[export]\ncolumns = { email = 'email' }", "export.columns", "in export.columns"),
    ("mail", "[export]\nfolder = 'out'\nsftp = { host = 'h', user = 'u', agent = true }", "export", "both a folder"),
    ("mail", "[export]\nsftp = { host = 'h', user = 'u' }", "export.sftp", "to log in with"),
    ("mail", "[export]\nsftp = { host = 'h', password = 'p' }", "export.sftp.user", "missing"),
    ("mail", "[export]\nsftp = { host = 'h', user = 'u', agent = true, port = 0 }", "export.sftp.port", "than 0"),
    ("mail", "[export]\ndone_marker = '../x'", "export.done_marker", '".done"'),
    ("mail", "[export]\ndelimiter = 'x'", "export.delimiter", '"\\t"'),
    ("mail", "[guard]\noptouts_share = 5", "guard.optouts_share", "at most 1"),
    ("mail", "[guard]\noptouts_absolute = -1", "guard.optouts_absolute", "at least 0"),
    ("mail", "[policy]\ntrust_optin = 'maybe'", "policy.trust_optin", "true or false"),
    ("mail", "[policy]\nwindow_day = 3", "policy.window_day", '"window_days"'),
    ("mail", "[policy]\nwindow_days = -3", "policy.window_days", "0 or more"),
    ("mail", "[policy.bounces]\nmailbox_fulll = { effect = 'mark' }", "policy.bounces.mailbox_fulll", '"mailbox_full"'),
    ("mail", "[policy.bounces]\nmoved = { effect = 'kill' }", "policy.bounces.moved.effect", '"report"'),
    ("mail", "[policy.bounces]\nmoved = { mailings = 2 }", "policy.bounces.moved.effect", "missing"),
    ("mail", "[policy.bounces]\nmoved = { effect = 'mark', mailings = 0 }", "moved.mailings", "1 or more"),
    ("mail", "[ledger]\nurl = 3", "ledger.url", "text in quotes"),
]  # fmt: skip


@pytest.mark.parametrize(("where", "what", "key", "reason"), GALLERY)
def test_a_wrong_key_is_named_with_the_reason(write, problems, where, what, key, reason):
    sentences = problems(write(**{where: what}))
    assert any(key in sentence and reason in sentence for sentence in sentences), sentences


@pytest.mark.parametrize(("where", "what", "key", "reason"), GALLERY)
def test_the_same_mistake_is_told_in_german_where_german_is_spoken(write, problems, where, what, key, reason):
    path = write(**{where: what})
    english, german = problems(path), problems(path, {"LANG": "de_DE.UTF-8"})
    assert len(english) == len(german)
    assert all(
        one != other and not other.startswith("misconfigured.") for one, other in zip(english, german, strict=True)
    )
