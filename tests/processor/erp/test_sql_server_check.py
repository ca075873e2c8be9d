"""What `check` finds on something that answers as SQL Server does, asked through Microsoft's own driver."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from processor.erp.gateway import Erp
from processor.erp.targets import Blacklist, Bounce, Flag, Statement
from tests.parts.ground import target
from tests.parts.sqlserver import SqlServer

PLAIN = "id int primary key, mail varchar(80), news nvarchar(3)"
ROWS = [(number, f"k{number}@example.com", "Y" if number % 2 else "N") for number in range(1, 31)]


def found(erp: Erp, level: str = "") -> dict[str, dict[str, Any]]:
    """Facts by code, of one level if given."""
    said = erp.probe(lambda: datetime.now(UTC))
    return {finding.code: dict(finding.facts) for finding in said if level in ("", finding.level)}


def test_a_sound_erp_is_described_and_left_as_it_was(sqlserver: SqlServer) -> None:
    sqlserver.table(PLAIN, ROWS)
    sqlserver.run("CREATE INDEX by_mail ON kunden (mail)")
    sqlserver.tell(rights={"kunden": ["SELECT", "UPDATE"]})
    erp = Erp.open(odbc=sqlserver.where, targets=[target()], timeout=9, before=["SET CONTEXT_INFO 0x4E4C"])
    said = found(erp)
    assert found(erp, "error") == {}
    assert found(erp, "warn") == {}
    assert said["erp_server"]["server"] == "SQL Server 16.0.4135.4"
    assert str(said["erp_server"]["driver"]).startswith("libmsodbcsql-18")
    assert said["erp_limits"] == {"lock": "3000 ms", "statement": "9 s"}
    assert said["erp_clock"]["seconds"] < 60
    assert said["erp_preamble"]["statement"] == "SET CONTEXT_INFO 0x4E4C"
    assert said["erp_flag"]["values"] == ['"Y" (15)', '"N" (15)']
    assert {"erp_lookup", "erp_write", "erp_rights", "erp_key", "erp_table"} <= set(said)
    assert sqlserver.rows() == ROWS


def test_what_the_account_need_not_be_able_to_do_is_named_with_the_statement_that_takes_it_away(
    sqlserver: SqlServer,
) -> None:
    sqlserver.table(PLAIN, ROWS)
    sqlserver.tell(rights={"": ["CONNECT", "CREATE TABLE"], "dbo.kunden": ["SELECT", "UPDATE", "DELETE", "ALTER"]})
    said = found(sqlserver.erp(target(table="dbo.kunden")), "warn")
    assert said["erp_rights_shape"] == {"rights": ["ALTER"], "place": "dbo.kunden"}
    assert said["erp_rights_more"]["rights"] == ["DELETE"]
    assert said["erp_rights_more"]["revoke"] == "REVOKE DELETE ON [dbo].[kunden] FROM [abgleich];"


@pytest.mark.parametrize(
    ("column", "flag", "code"),
    [
        ("news varchar(2)", Flag("news", yes=["Ja"], no="Nein"), "erp_value_too_long"),
        ("news nvarchar(2)", Flag("news", yes=["Ja"], no="Nein"), "erp_value_too_long"),
        ("news bit", Flag("news", yes=[1], no="nein"), "erp_value_wrong_type"),
        ("news int", Flag("news", yes=[1], no="{now}"), "erp_value_wrong_type"),
        ("news date not null", Flag("news", no="{null}", other="yes"), "erp_no_null"),
        ("news varchar(4)", Flag("news", yes=["Ja"], no="Nein"), ""),
        ("news bit", Flag("news", yes=[1], no=0), ""),
        ("news datetime2", Flag("news", null="yes", no="{now}", other="no"), ""),
    ],
)
def test_a_column_that_cannot_hold_what_is_written_is_found_in_the_catalogue(
    sqlserver: SqlServer, column: str, flag: Flag, code: str
) -> None:
    sqlserver.table(f"id int primary key, mail varchar(80), {column}")
    errors = found(sqlserver.erp(target(flag=flag)), "error")
    assert list(errors) == ([code] if code else [])


@pytest.mark.parametrize(
    ("value", "kind", "told"),
    [("{now}", "datetimeoffset", True), ("{now_utc}", "datetimeoffset", False), ("{now}", "datetime2", False)],
)
def test_a_time_of_the_office_in_a_column_that_takes_it_for_utc_is_told(
    sqlserver: SqlServer, value: str, kind: str, told: bool
) -> None:
    sqlserver.table(f"{PLAIN}, am {kind}", [(*row, None) for row in ROWS])
    warned = found(sqlserver.erp(target(also={"am": value})), "warn")
    assert [facts["column"] for code, facts in warned.items() if code == "erp_now_as_utc"] == ["am"] * told


@pytest.mark.parametrize(
    ("wrong", "code", "why"),
    [
        ({"table": "gibtsnicht"}, "erp_table_unreadable", "(208)"),
        ({"email": ["mial"]}, "erp_column_unreadable", "(207)"),
        ({"where": "geloescht = 0"}, "erp_where_refused", "(207)"),
        ({"where": "id ="}, "erp_where_refused", "(102)"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_the_servers_words(
    sqlserver: SqlServer, wrong: dict[str, Any], code: str, why: str
) -> None:
    sqlserver.table(PLAIN, ROWS)
    errors = found(sqlserver.erp(target(**wrong)), "error")
    assert list(errors) == [code]
    assert why in errors[code]["why"]


def test_every_right_is_tried_on_no_row_and_a_missing_one_named(sqlserver: SqlServer) -> None:
    sqlserver.table(PLAIN, ROWS)
    sqlserver.table("EMail varchar(80) primary key, At datetime2 not null", name="sperren")
    for verb in ("UPDATE", "INSERT", "DELETE"):
        text = f"The {verb} permission was denied on the object."
        sqlserver.fault(f"^{verb}", "say", 229, text, severity=14, times=99)
    listing = Blacklist("sperren", "EMail", values={"At": "{now}"})
    erp = sqlserver.erp(target(blacklist=listing, bounce=Bounce("clear", then="delete_row")))
    errors = found(erp, "error")
    assert set(errors) == {"erp_write_refused", "erp_insert_refused", "erp_delete_refused"}
    assert all("permission was denied" in facts["why"] for facts in errors.values())
    assert sqlserver.rows() == ROWS


@pytest.mark.parametrize(
    ("rights", "procedures", "code"),
    [
        ({"dbo.spOff": ["EXECUTE"]}, {"dbo.spOff": "SELECT 1"}, "erp_procedure"),
        ({}, {"dbo.spOff": "SELECT 1"}, "erp_procedure_refused"),
        ({}, {}, "erp_procedure_missing"),
    ],
)
def test_a_procedure_is_looked_for_and_never_run(
    sqlserver: SqlServer, rights: dict[str, list[str]], procedures: dict[str, str], code: str
) -> None:
    sqlserver.table(PLAIN, ROWS)
    sqlserver.tell(rights=rights, procedures=procedures)
    said = found(sqlserver.erp(target(optout=Statement("exec dbo.spOff ?", ["id"]))))
    assert said[code]["procedure"] == "dbo.spOff"
    assert not sqlserver.statements("exec")


@pytest.mark.parametrize(("index", "code"), [("", "erp_no_index"), ("CREATE INDEX i ON kunden (mail)", "erp_index")])
def test_triggers_are_told_and_on_a_large_table_the_index_that_is_missing(
    sqlserver: SqlServer, index: str, code: str
) -> None:
    rows = [(number, f"k{number}@example.com", "Y") for number in range(20_500)]
    sqlserver.table(PLAIN, rows)
    sqlserver.run("CREATE TRIGGER watch AFTER UPDATE ON kunden BEGIN SELECT 1; END")
    sqlserver.run(index)
    said = found(sqlserver.erp(target()))
    assert said["erp_triggers"]["triggers"] == ["watch"]
    assert {"erp_index", "erp_no_index"} & set(said) == {code}
