"""The profiles of ERPs: written whole and valid, proven ones ready, all others commented out, unknown ones refused."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import sqlglot
from sqlalchemy.dialects import mssql

from processor import wiring
from processor.configuration import load, sample, write_sample
from processor.erp import sql
from processor.erp.targets import Target
from processor.errors import Misconfigured
from processor.profiles import PROFILES, Profile, erp_table, named
from processor.settings import Settings
from processor.shipped import shipped

KNOWN = [profile for profile in PROFILES if profile.sure != "unknown"]
READY = [profile for profile in KNOWN if profile.proven]
STARTING_POINTS = [profile for profile in KNOWN if not profile.proven]
ENVIRONMENT = {"ERP_PASSWORD": "geheim"}

languages = pytest.mark.parametrize("language", ["de", "en"])


def names(profile: Profile) -> str:
    return profile.name


def loaded(path: Path, profile: Profile, language: str, opened: bool = False) -> Settings:
    """The settings of what `init --erp` writes; `opened`: with its commented targets live."""
    table = erp_table(profile, language)  # type: ignore[arg-type]
    table = re.sub(r"^#(?! |$)", "", table, flags=re.MULTILINE) if opened else table
    write_sample(path, language, table, profile.exclude)  # type: ignore[arg-type]
    return load(path, ENVIRONMENT)


@languages
@pytest.mark.parametrize("profile", READY, ids=names)
def test_a_ready_profile_is_a_whole_and_valid_configuration(profile, language, tmp_path):
    settings = loaded(tmp_path / "abgleich.toml", profile, language)
    assert settings.language == language
    assert settings.erp.odbc.get_secret_value().endswith("PWD={geheim}")
    assert {*profile.exclude} <= {*settings.export.exclude}


@pytest.mark.parametrize("profile", READY, ids=names)
def test_every_ready_profile_has_its_sample_schema_and_what_became_of_it(profile):
    for end in ("sql", "after.txt"):
        assert (shipped("samples") / "erps" / f"{profile.name}.{end}").is_file()


def test_every_sample_schema_belongs_to_a_ready_profile():
    found = {path.name.partition(".")[0] for path in (shipped("samples") / "erps").iterdir()}
    assert found == {profile.name for profile in READY}


@languages
@pytest.mark.parametrize("profile", STARTING_POINTS, ids=names)
def test_a_starting_point_asks_for_check_and_does_nothing_before_somebody_takes_the_marks_away(
    profile, language, tmp_path
):
    table = erp_table(profile, language)
    assert "`abgleich check`" in table.replace("\n#", "")
    assert set(tomllib.loads(table)["erp"]) == {"odbc"}
    with pytest.raises(Misconfigured) as caught:
        loaded(tmp_path / "closed.toml", profile, language)
    assert "erp.targets" in str(caught.value.facts["problems"])
    assert loaded(tmp_path / "opened.toml", profile, language, opened=True).erp.targets


@pytest.mark.parametrize("profile", [profile for profile in STARTING_POINTS if profile.server == "mssql"], ids=names)
def test_a_starting_point_for_sql_server_gives_statements_with_every_name_in_brackets(profile, tmp_path):
    settings = loaded(tmp_path / "abgleich.toml", profile, "en", opened=True)
    for one in settings.erp.each_target():
        target = Target(**wiring._given(one.model_dump(exclude={"companies"})))
        text = str(sql.rows_of(target, sql.living(target)).select.compile(dialect=mssql.dialect()))
        assert isinstance(sqlglot.parse_one(text, read="tsql"), sqlglot.exp.Select)
        assert all(f"[{name}]" in text for name in target.columns())
        assert "{company}" not in text


@pytest.mark.parametrize("profile", KNOWN, ids=names)
def test_both_languages_say_the_same_settings_and_different_words(profile):
    def live(language: str) -> list[str]:
        return [line for line in erp_table(profile, language).splitlines() if not line.startswith("# ")]  # type: ignore[arg-type]

    assert live("de") == live("en")
    assert erp_table(profile, "de") != erp_table(profile, "en")
    assert profile.source in " ".join(erp_table(profile).replace("\n#", "").split())


@pytest.mark.parametrize("profile", KNOWN, ids=names)
def test_no_password_stands_in_a_profile(profile):
    assert "PWD={${ERP_PASSWORD}}" in erp_table(profile)


def test_every_name_and_alias_leads_to_one_profile():
    said = [name for profile in PROFILES for name in (profile.name, *profile.aliases)]
    assert len(said) == len(set(said))
    assert all(named(f" {name.upper()} ") is profile for profile in KNOWN for name in (profile.name, *profile.aliases))


@pytest.mark.parametrize(("name", "code"), [("lexware", "profile_nothing_known"), ("gibtsnicht", "profile_unknown")])
def test_nothing_is_guessed_for_an_erp_that_is_not_known(name, code):
    with pytest.raises(Misconfigured) as caught:
        named(name)
    assert caught.value.code == code


def test_a_profile_takes_the_place_of_the_erp_table_and_of_nothing_else():
    odoo, plain = sample("en", erp_table(named("odoo"))), sample("en")
    before, _, rest = plain.partition("# The database of the ERP")
    assert odoo.startswith(before)
    assert odoo.endswith(rest[rest.index("# What opt-outs and bounces lead to.") :])
