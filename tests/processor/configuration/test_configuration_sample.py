from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from processor.configuration import load, sample, write_sample
from processor.configuration.german import GERMAN
from processor.configuration.schema import schema
from processor.errors import Misconfigured
from processor.settings import Settings
from processor.shipped import shipped

ENVIRONMENT = {"ABGLEICH_SMTP_PASSWORD": "x"}
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
    opened = [re.sub(r"^#(?! |$)", "", line) for line in lines if not line.startswith("#odbc")]
    path = tmp_path / "abgleich.toml"
    path.write_text("\n".join(opened), encoding="utf-8")
    settings = load(path, ENVIRONMENT)
    assert [target.name for target in settings.erp.targets] == ["customers", "contacts"]
    assert settings.erp.targets[1].flag.no == 1
    assert settings.policy.bounces["mailbox_full"].mailings == 3
    assert settings.export.folder == Path("/srv/newsletter/export")


def test_a_commented_key_shows_its_default(tmp_path):
    path = tmp_path / "abgleich.toml"
    write_sample(path)
    plain = load(path, {}).model_dump()
    document = tomllib.loads(re.sub(r"^#(?! |$)", "", sample(), flags=re.MULTILINE).replace("\nodbc = ", "\n#odbc = "))
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
