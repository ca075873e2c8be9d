from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from processor import wiring
from processor.ledger import Ledger
from processor.settings import Settings


def test_a_running_service_is_no_error(world, found):
    with wiring.alone(Settings.model_validate(world)):
        codes = found(world)
    assert codes["lock_held"].level == "ok"


def test_a_ledger_of_a_newer_program_is_an_error(world, found, tmp_path):
    Ledger.in_folder(tmp_path / "state").close()
    with closing(sqlite3.connect(tmp_path / "state" / "ledger.sqlite")) as ledger, ledger:
        ledger.execute("UPDATE meta SET value = '99' WHERE name = 'version'")
    assert found(world)["ledger_too_new"].facts["version"] == "99"


def test_a_damaged_ledger_is_an_error(world, found, tmp_path):
    (tmp_path / "state" / "ledger.sqlite").write_bytes(b"no database at all" * 100)
    assert "ledger_closed" in found(world).errors


def test_a_ledger_url_that_leads_nowhere_is_an_error_without_its_password(world, found):
    world["ledger"] = {"url": "nonsense://user:kanarienvogel@server/db"}
    codes = found(world)
    assert "ledger_url_wrong" in codes.errors
    assert "kanarienvogel" not in repr(codes)


def test_a_ledger_elsewhere_that_is_not_there_yet_is_announced_and_not_made(world, found, tmp_path):
    world["ledger"] = {"url": f"sqlite:///{tmp_path}/other.sqlite"}
    assert found(world)["ledger_new"].facts["place"] == str(tmp_path / "other.sqlite")
    assert not (tmp_path / "other.sqlite").exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"table": "kunden"}, "erp_table_unreadable"),
        ({"email": ["mail"]}, "erp_column_unreadable"),
        ({"bounce": {"action": "mark", "column": "faulty", "value": 1}}, "erp_column_unreadable"),
        ({"where": "deleted ="}, "erp_where_refused"),
        ({"key": ["first"]}, "erp_key_twice"),
        ({"flag": {"column": "news", "yes": ["J"], "no": "N"}}, "erp_flag_unknown"),
    ],
)
def test_a_mapping_that_does_not_fit_the_erp_is_found(world, found, tmp_path, change, code):
    with closing(sqlite3.connect(tmp_path / "erp.sqlite")) as erp, erp:
        erp.execute("UPDATE customers SET first = 'Ann'")
    world["erp"]["targets"][0] |= change
    codes = found(world)
    assert codes[code].level in ("warn", "error")
    assert "mail_next" in codes


def test_an_erp_that_is_not_there_is_an_error_and_the_rest_is_checked(world, found, tmp_path):
    (tmp_path / "erp.sqlite").unlink()
    codes = found(world)
    assert codes["erp_no_file"].facts["file"] == str(tmp_path / "erp.sqlite")
    assert "mail_next" in codes


def test_a_database_that_is_none_is_an_error(world, found, tmp_path):
    (tmp_path / "erp.sqlite").write_bytes(b"no database at all" * 100)
    assert {"erp_away", "erp_refuses", "erp_table_unreadable"} & found(world).errors


def test_a_column_no_table_can_fill_is_named_with_the_field(world, found):
    world["export"]["columns"]["COUNTRY"] = "land"
    facts = found(world)["export_field_missing"].facts
    assert (facts["column"], facts["field"], facts["targets"]) == ("COUNTRY", "land", ["customers", "contacts"])


def test_a_column_some_table_cannot_fill_is_worth_knowing(world, found):
    finding = found(world)["export_field_empty"]
    assert (finding.level, finding.facts["targets"]) == ("warn", ["contacts"])


def test_an_export_without_the_address_is_an_error(world, found):
    world["export"]["columns"] = {"FIRST": "first_name"}
    assert "export_no_email" in found(world).errors


def test_a_heading_the_encoding_cannot_write_is_an_error(world, found):
    world["export"] |= {"columns": {"E‑Mail→": "{email}"}, "encoding": "cp1252"}
    assert "export_header_encoding" in found(world).errors


def test_faulty_addresses_that_are_marked_nowhere_are_worth_knowing(world, found):
    del world["erp"]["targets"][0]["bounce"]
    assert found(world)["bounces_unseen"].level == "warn"
