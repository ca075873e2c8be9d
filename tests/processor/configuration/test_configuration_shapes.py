"""The shapes of targets: what a configuration may not ask for, and what becomes of what it may."""

from __future__ import annotations

import pytest

from processor.erp.reading import CUSTOMERS
from processor.settings.target import OURS

TARGET, FLAG, BOUNCE = "erp.targets[0]", "erp.targets[0].flag", "erp.targets[0].bounce"
NO, FLAGGED = 'no = "N"', 'column = "newsletter", yes = ["Y"], no = "N"'
WHOLE = f"flag = {{ {FLAGGED} }}"

GALLERY = [
    # where, what, key named, reason given
    (NO, 'null = "no"', "erp.targets[0].flag.no", "missing"),
    (NO, 'no = "N", columns = { email = "x" }', FLAG, "one way"),
    (FLAGGED, "", FLAG, "one way"),
    (WHOLE, "", TARGET, "a flag, or a blacklist"),
    (NO, 'no = "N", table = "parents"', FLAG, "belong together"),
    (NO, 'no = "N", via = { id = "parent" }', FLAG, "belong together"),
    (FLAGGED, 'row = "no"', FLAG, "needs table and via"),
    (FLAGGED, 'row = "yes", null = "no"', "flag", "null would do nothing beside row"),
    (FLAGGED, 'row = "yes", insert = { a = 1 }, table = "t", via = { a = "b" }', "flag", "insert would do nothing"),
    (FLAGGED, 'row = "member"', "erp.targets[0].flag.row", '"yes"'),
    (NO, 'no = "N", where = "list = 3"', FLAG, "where would do nothing without table"),
    (NO, 'no = "N", also = { a = 1 }', FLAG, "also would do nothing without table"),
    (NO, 'no = "N", insert = { a = 1 }', FLAG, "insert would do nothing without table"),
    (NO, 'no = "N", table = "t", via = { a = "b" }, also = { newsletter = 1 }', FLAG, "two purposes"),
    (NO, 'no = "N", table = "t", via = { a = "b" }, insert = { a = 1 }', FLAG, "two purposes"),
    (NO, 'no = "{null}"', FLAG, 'null = "no"'),
    (NO, 'no = "{today}"', FLAG, 'other = "no"'),
    (NO, 'no = "{reason}"', "erp.targets[0].flag.no", "{today}, {now}, {now_utc}, {null}"),
    (NO, 'no = "bis {null}", other = "no"', "erp.targets[0].flag.no", "{null}"),
    ('yes = ["Y"]', 'yes = ["{null}"]', "erp.targets[0].flag.yes[0]", "{null}"),
    (NO, 'no = "N", also_no = ["{today}"]', "erp.targets[0].flag.also_no[0]", "{today}"),
    ('column = "newsletter", yes', 'columns = { mail = "x" }, yes', TARGET, "every e-mail column"),
    (
        'email = ["email"]',
        'email = ["email", "email2"]\nbounce = { then = "clear", keep_in = "email2" }',
        TARGET,
        "two purposes",
    ),
    ('email = ["email"]', 'email = ["id"]\nbounce = { action = "clear" }', TARGET, "part of the key"),
    ('key = ["id"]', 'key = ["id", "id"]', TARGET, "two purposes"),
    (WHOLE, 'flag = { row = "yes" }\nsplit = true', TARGET, "a row is deleted"),
    ("target", 'also = { a = "{heute}" }', "erp.targets[0].also.a", "{heute}"),
    ("target", 'also = { a = "{email}" }', "erp.targets[0].also.a", "{today}, {now}, {now_utc}, {reason}"),
    ("target", 'also = { a = "offen {" }', "erp.targets[0].also.a", "opens no gap"),
    ("target", 'also = { a = "{today:%d.%m.%Y}" }', "erp.targets[0].also.a", "cannot be filled"),
    ("target", 'also = { a = "{0}" }', "erp.targets[0].also.a", "{0}"),
    ("target", 'also = { a = "{now.year}" }', "erp.targets[0].also.a", "now.year"),
    ("target", 'bounce = { action = "mark", column = "x", value = "{null}" }', "erp.targets[0].bounce.value", "{null}"),
    (
        "target",
        'bounce = { action = "mark", column = "x", value = "{email}" }',
        "erp.targets[0].bounce.value",
        "{email}",
    ),
    (
        "target",
        'bounce = { action = "clear", keep_in = "x", keep = "{digest}" }',
        "erp.targets[0].bounce.keep",
        "{digest}",
    ),
    ("target", 'bounce = { action = "count", column = "x", value = "oft" }', BOUNCE, "1 or more"),
    ("target", 'bounce = { action = "count", column = "x", value = 0 }', BOUNCE, "1 or more"),
    ("target", 'bounce = { action = "set_no", column = "x" }', BOUNCE, "column would do nothing without"),
    ("target", 'bounce = { action = "set_no", keep_in = "x" }', BOUNCE, "keep_in would do nothing without"),
    ("target", 'bounce = { action = "clear", keep = "x {email}" }', BOUNCE, "keep would do nothing without keep_in"),
    ("target", 'bounce = { action = "set_no", statement = { sql = "x" } }', BOUNCE, "statement would do nothing"),
    (
        "target",
        'optout = { sql = "exec off ?, ?", params = ["id"] }',
        "erp.targets[0].optout",
        "2 question marks and 1 params",
    ),
    ("target", 'optout = { sql = "" }', "erp.targets[0].optout.sql", "empty"),
    ("target", 'optout = { sql = "exec off ?", params = [""] }', "erp.targets[0].optout", "empty"),
    ("target", 'optout = { sql = "exec off ?", params = ["{digest}"] }', "erp.targets[0].optout.params[0]", "{digest}"),
    ("target", 'blacklist = { table = "b" }', "erp.targets[0].blacklist.email", "missing"),
    ("target", 'blacklist = { table = "b", email = "e", values = { a = "{mail}" } }', "blacklist.values.a", "{digest}"),
    (
        "target",
        'blacklist = { table = "b", email = "e", values = { e = 1 } }',
        "erp.targets[0].blacklist",
        "two purposes",
    ),
    (
        "target",
        'blacklist = { table = "b", email = "e", active_value = 1 }',
        "erp.targets[0].blacklist",
        "without active",
    ),
    ("target", 'match = { column = "m", fold = "none" }', "erp.targets[0].match.fold", '"upper"'),
    ("target", 'companies = ["A"]', TARGET, "the same table"),
    ('table = "customers"', 'table = "{company} customers"', TARGET, "no companies are named"),
    ("target", "where = \"firm = '{company}'\"", TARGET, "no companies are named"),
    ('table = "customers"', 'table = "{company} c"\ncompanies = ["A", "A"]', "erp", "given twice"),
    ("target", 'write = "file"', "erp", "worklist"),
    ("target", 'write = "csv"', "erp.targets[0].write", '"file"'),
    ("erp", 'before_sql = [""]', "erp.before_sql[0]", "empty"),
    ("erp", 'worklist = ""', "erp.worklist", "empty"),
    ("target", 'fields = { flag = "x" }', "erp.targets[0].fields", "abgleich's own"),
    (
        "erp",
        'worklist = "w"\n[[erp.targets]]\nname = "a"\ntable = "t"\nkey = ["i"]\nemail = ["m"]\nwrite = "file"\n'
        'flag = { row = "yes" }\noptout = { sql = "exec off" }',
        TARGET,
        "optout would do nothing beside write",
    ),
]


@pytest.mark.parametrize(("where", "what", "key", "reason"), GALLERY)
def test_a_shape_that_cannot_work_is_named_with_the_reason(write, problems, where, what, key, reason):
    sentences = problems(write(**{where: what}))
    assert any(key in sentence and reason in sentence for sentence in sentences), sentences
    german = problems(write(**{where: what}), {"LANG": "de_DE.UTF-8"})
    assert len(german) == len(sentences)
    assert not any(sentence.startswith("misconfigured.") for sentence in [*sentences, *german])


def test_a_target_with_companies_is_checked_for_each_of_them_and_filled_everywhere(loaded):
    firm = (
        'companies = ["A", "B & Co"]\nflag = { row = "no", table = "[{company}$Off]", via = { no = "id" }, '
        'insert = { firm = "{company}", at = "{now}" } }\n'
        'optout = { sql = "exec [{company}].off ?", params = ["id"] }\nwhere = "firm = \'{company}\'"'
    )
    settings = loaded(
        **{
            'table = "customers"': 'table = "[{company}$Customer]"',
            'flag = { column = "newsletter", yes = ["Y"], no = "N" }': firm,
        }
    )
    one, other = settings.erp.each_target()
    assert (one.name, one.table, one.where) == ("customers A", "[A$Customer]", "firm = 'A'")
    assert (other.name, other.flag.table, other.flag.insert["firm"]) == ("customers B & Co", "[B & Co$Off]", "B & Co")
    assert other.optout.sql == "exec [B & Co].off ?"
    assert "{company}" not in str(settings.erp.each_target())


def test_a_question_mark_in_quotes_is_no_parameter(loaded):
    optout = loaded(target='optout = { sql = "exec off \'wirklich?\', ?", params = ["id"] }').erp.targets[0].optout
    assert optout.params == ["id"]


def test_a_brace_written_twice_is_a_brace(loaded):
    assert loaded(target='also = { a = "{{wortlich}}" }').erp.targets[0].also == {"a": "{{wortlich}}"}


def test_the_names_a_field_may_not_have_are_those_of_the_columns_of_customers():
    assert set(CUSTOMERS) == OURS
