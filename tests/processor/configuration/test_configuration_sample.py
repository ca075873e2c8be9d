from __future__ import annotations

import re
import tomllib

import pytest

from processor.configuration import load, sample, write_sample
from processor.configuration.german import GERMAN
from processor.configuration.schema import schema
from processor.errors import Misconfigured
from processor.settings import ExportSettings, InletSettings, Settings
from processor.shipped import shipped

ENVIRONMENT = {"ABGLEICH_SMTP_PASSWORD": "x", "ABGLEICH_SFTP_PASSWORD": "x", "ABGLEICH_SFTP_PASSPHRASE": "x"}
LANGUAGES = pytest.mark.parametrize("language", ["de", "en"])


def test_the_shipped_sample_is_the_one_the_schema_gives(request):
    path = shipped("samples") / "abgleich.toml"
    if request.config.getoption("--regenerate-sample", default=False):
        path.write_text(sample("en"), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == sample("en")


@LANGUAGES
def test_the_sample_is_a_valid_configuration(tmp_path, language):
    path = tmp_path / "abgleich.toml"
    write_sample(path, language)
    settings = load(path, {})
    assert settings.language == language
    assert settings.erp.targets[0].bounce.action == "mark"


@LANGUAGES
def test_everything_commented_out_is_valid_too_once_the_mark_is_taken_away(tmp_path, language):
    lines = sample(language).splitlines()
    one_of_two = ("#odbc", '#folder = "/srv/newsletter/export"')
    opened = [re.sub(r"^#(?! |$)", "", line) for line in lines if not line.startswith(one_of_two)]
    path = tmp_path / "abgleich.toml"
    path.write_text("\n".join(opened), encoding="utf-8")
    settings = load(path, ENVIRONMENT)
    names = ["customers", "contacts", "addresses", "members", "partners", "customer"]
    assert [target.name for target in settings.erp.targets] == names
    assert settings.erp.targets[1].flag.columns == {"email": "no_mail", "email_2": "no_mail_2"}
    assert settings.erp.targets[2].flag.table == "customers"
    assert settings.erp.targets[3].blacklist.values == {"created": "{now}"}
    assert [one.table for one in settings.erp.targets[5].each()] == ["[CRONUS AG$Customer]", "[CRONUS GmbH$Customer]"]
    assert settings.policy.bounces["mailbox_full"].mailings == 3
    assert settings.export.sftp.folder == settings.dropzone.sftp.folder == "/newsletter/files"


def test_a_commented_key_shows_its_default(tmp_path):
    path = tmp_path / "abgleich.toml"
    write_sample(path)
    plain = load(path, {}).model_dump()
    opened = re.sub(r"^#(?! |$)", "", sample(), flags=re.MULTILINE)
    document = tomllib.loads(opened.replace("\nodbc = ", "\n#odbc = "))
    plain["dropzone"]["sftp"] = InletSettings(host="h", user="u", agent=True).model_dump() | {"agent": False}
    plain["export"]["sftp"] = plain["dropzone"]["sftp"]
    for key in schema().all():
        if key.default in (None, "", [], {}) or "*" in key.path or "targets" in key.path:
            continue
        shown, loaded = document, plain
        for name in key.path.split("."):
            loaded = loaded[name] if isinstance(loaded, dict) else getattr(loaded, name)
            shown = shown[name]
        assert shown == loaded, key.path


@LANGUAGES
def test_every_key_stands_in_the_sample_with_its_description(language):
    text = " ".join(sample(language).replace("#", " ").split())
    for key in schema().all():
        assert key.name in text
        assert " ".join(key.about(language).split()) in text or "bounces." in key.path, key.path


def test_every_key_is_described_in_german_and_no_other():
    assert {key.path for key in schema().all() if not key.path.startswith("policy.bounces.") or "*" in key.path} | {
        "policy.bounces.*"
    } == set(GERMAN)


def test_a_ready_erp_stands_in_the_sample_instead_of_ours(tmp_path):
    path = tmp_path / "abgleich.toml"
    own = (
        '[erp]\nurl = "sqlite:///mine.sqlite"\n\n[[erp.targets]]\nname = "k"\ntable = "k"\nkey = ["id"]\n'
        'email = ["mail"]\nflag = { row = "yes" }'
    )
    write_sample(path, "en", own, ["*@relay.example"])
    settings = load(path, {})
    assert [target.name for target in settings.erp.targets] == ["k"]
    assert settings.export.exclude == [*ExportSettings().exclude, "*@relay.example"]
    assert "customers" not in path.read_text(encoding="utf-8").partition("[policy]")[0]


def test_the_schema_knows_every_key_of_the_settings():
    assert set(schema().inside) == set(Settings.model_fields)


def test_init_never_overwrites(tmp_path):
    path = tmp_path / "abgleich.toml"
    path.write_text("mine")
    with pytest.raises(Misconfigured) as caught:
        write_sample(path)
    assert caught.value.code == "config_exists"
    assert path.read_text() == "mine"


def test_init_says_where_it_may_not_write(tmp_path):
    with pytest.raises(Misconfigured) as caught:
        write_sample(tmp_path / "missing" / "abgleich.toml")
    assert caught.value.code == "config_unwritable"


def test_the_written_sample_is_for_its_owner_only(tmp_path):
    path = tmp_path / "abgleich.toml"
    write_sample(path)
    assert path.stat().st_mode & 0o077 == 0
