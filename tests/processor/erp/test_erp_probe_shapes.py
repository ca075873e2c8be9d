"""What `check` finds in each mapping shape: what would go wrong on the first opt-out is said before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from processor.erp.gateway import Erp
from processor.erp.probe import Finding, searching
from processor.erp.probe.catalogue import Column
from processor.erp.probe.fitting import fitting
from processor.erp.targets import Blacklist, Bounce, Flag, Match, Statement
from tests.parts.ground import Ground, target

PLAIN = "id int primary key, mail varchar(80), news varchar(3)"


def all_of(erp: Erp, now: datetime | None = None) -> list[Finding]:
    return list(erp.probe(lambda: now or datetime.now(UTC)))


def found(erp: Erp, level: str = "") -> dict[str, Any]:
    """Return facts by code, of one level if given."""
    return {finding.code: finding.facts for finding in all_of(erp) if level in ("", finding.level)}


def test_a_flag_in_another_table_needs_one_row_for_each_of_ours(ground: Ground) -> None:
    ground.table("id int primary key, mail varchar(80), nr int", [(1, "a@example.com", 7), (2, "b@example.com", 8)])
    ground.table("id int, news varchar(3), list int", [(7, "Y", 1), (7, "N", 2)], "parents")
    flag = Flag("news", yes=["Y"], no="N", table="parents", via={"id": "nr"})
    said = found(ground.erp(target(flag=flag)))
    assert said["erp_flag_twice"] == {"target": "crm", "table": "parents", "key": "id", "example": "[7]"}
    assert said["erp_flag_row_missing"]["rows"] == 1
    sound = Flag("news", yes=["Y"], no="N", table="parents", via={"id": "nr"}, where="list = 1")
    assert "erp_flag_twice" not in found(ground.erp(target(flag=sound)))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"table": "gibtsnicht"}, "erp_table_unreadable"),
        ({"via": {"kunde": "nr"}}, "erp_column_unreadable"),
        ({"where": "list ="}, "erp_where_refused"),
        ({"also": {"wann": "{today}"}}, "erp_write_refused"),
    ],
)
def test_what_cannot_be_read_in_the_table_of_the_flag_is_named(
    ground: Ground, wrong: dict[str, Any], code: str
) -> None:
    ground.table("id int primary key, mail varchar(80), nr int", [(1, "a@example.com", 7)])
    ground.table("id int, news varchar(3), list int", [(7, "Y", 1)], "parents")
    usual: dict[str, Any] = {"column": "news", "yes": ["Y"], "no": "N", "table": "parents", "via": {"id": "nr"}}
    assert list(found(ground.erp(target(flag=Flag(**usual | wrong))), "error")) == [code]


def test_each_column_of_flags_is_counted(ground: Ground) -> None:
    ground.table(
        "id int primary key, mail varchar(80), mail2 varchar(80), n1 int, n2 int",
        [(1, "a@example.com", "b@example.com", 1, 0), (2, "c@example.com", None, 1, 5)],
    )
    flag = Flag(columns={"mail": "n1", "mail2": "n2"}, yes=[1], no=0)
    said = found(ground.erp(target(email=["mail", "mail2"], flag=flag)))
    assert said["erp_flag"]["column"] == "n1, n2"
    assert (said["erp_flag"]["yes"], said["erp_flag"]["no"], said["erp_flag"]["unknown"]) == (2, 1, 1)
    assert said["erp_flag_unknown"]["line"] == "also_no = [5]"


def test_a_date_column_with_many_values_is_answered_with_other(ground: Ground) -> None:
    rows = [(number, f"a{number}@example.com", f"2026-01-{number:02}") for number in range(1, 20)]
    ground.table("id int primary key, mail varchar(80), gone date", rows)
    flag = Flag("gone", no="{today}", null="yes")
    said = found(ground.erp(target(flag=flag)), "warn")["erp_flag_unknown"]
    assert said["line"] == 'other = "no"'
    assert said["rows"] == 19
    assert said["values"][-1] == "… (+7)"
    settled = Flag("gone", no="{today}", null="yes", other="no")
    assert "erp_flag_unknown" not in found(ground.erp(target(flag=settled)))


def test_rows_that_say_no_by_being_there_need_all_their_columns(server_ground: Ground) -> None:
    server_ground.table("id int primary key, mail varchar(80)", [(1, "a@example.com")])
    server_ground.table("kunde int primary key, grund varchar(20) not null, wann date not null", (), "nomail")
    flag = Flag(row="no", table="nomail", via={"kunde": "id"}, insert={"grund": "newsletter"})
    errors = found(server_ground.erp(target(flag=flag)), "error")
    assert errors["erp_insert_lacks"] == {"target": "crm", "table": "nomail", "columns": ["wann"]}
    whole = Flag(row="no", table="nomail", via={"kunde": "id"}, insert={"grund": "newsletter", "wann": "{today}"})
    assert found(server_ground.erp(target(flag=whole)), "error") == {}
    assert server_ground.rows(name="nomail") == []


def test_a_blacklist_is_read_and_tried_and_stays_as_it_was(ground: Ground) -> None:
    ground.table("id int primary key, mail varchar(80)", [(1, "a@example.com")])
    ground.table("mail varchar(80) primary key, wann date, aktiv int", [("x@example.com", None, 1)], "gesperrt")
    listing = Blacklist("gesperrt", "mail", values={"wann": "{today}"}, active="aktiv", active_value=1)
    said = found(ground.erp(target(flag=Flag(), blacklist=listing)))
    assert said["erp_blacklist"] == {"target": "crm", "table": "gesperrt", "addresses": 1}
    assert "erp_write" in said
    assert len(ground.rows(name="gesperrt")) == 1
    wrong = Blacklist("gesperrt", "mail", values={"seit": "{today}"})
    errors = found(ground.erp(target(flag=Flag(), blacklist=wrong)), "error")
    assert errors["erp_insert_refused"]["table"] == "gesperrt"


def test_a_procedure_that_is_not_there_is_an_error_and_plain_sql_is_left_to_a_human(server_ground: Ground) -> None:
    server_ground.table(PLAIN, [(1, "a@example.com", "Y")])
    missing = Statement("{call no_such_thing(?)}", ["id"])
    assert found(server_ground.erp(target(optout=missing)), "error")["erp_procedure_missing"]["procedure"]
    plain = Statement("UPDATE kunden SET news = 'N' WHERE id = ?", ["id"])
    said = found(server_ground.erp(target(optout=plain)))
    assert said["erp_statement_untried"]["statement"] == plain.sql
    assert server_ground.rows("news") == [("Y",)]


def test_cells_with_several_addresses_are_told_where_one_could_not_be_taken_out(ground: Ground) -> None:
    ground.table(PLAIN, [(1, "a@example.com; b@example.com", "Y"), (2, "c@example.com", "Y")])
    clear = Bounce(action="clear")
    assert found(ground.erp(target(bounce=clear)), "warn")["erp_several"]["cells"] == 1
    assert "erp_several" not in found(ground.erp(target(bounce=clear, split=True)))
    assert "erp_several" not in found(ground.erp(target()))


def test_a_match_column_that_is_not_the_address_is_told(ground: Ground) -> None:
    ground.table(
        "id int primary key, mail varchar(80), news varchar(3), such varchar(80)",
        [(1, "A@example.com", "Y", "A@EXAMPLE.COM"), (2, "b@example.com", "Y", "old@example.com")],
    )
    said = found(ground.erp(target(match=Match("such", "upper"))))
    assert said["erp_match_differs"] == {"target": "crm", "column": "such", "rows": 1}


def test_a_worklist_target_is_not_tried_for_writing(ground: Ground) -> None:
    ground.table(PLAIN, [(1, "a@example.com", "Y")])
    said = found(ground.erp(target(write="file")))
    assert "erp_worklist" in said
    assert "erp_write" not in said


def test_a_changed_column_that_is_empty_or_no_time_is_told(server_ground: Ground) -> None:
    server_ground.table(PLAIN + ", wann varchar(20)", [(1, "a@example.com", "Y", None), (2, "b@example.com", "Y", "x")])
    said = found(server_ground.erp(target(changed="wann")), "warn")
    assert said["erp_changed_null"]["rows"] == 1
    assert said["erp_changed_no_time"]["column"] == "wann"


@pytest.mark.parametrize(
    ("column", "other", "code"),
    [
        ("news varchar(3)", {"flag": Flag("news", yes=["Y"], no="NEVER")}, "erp_value_too_long"),
        ("news varchar(3) not null", {"flag": Flag("news", yes=["Y"], null="no")}, "erp_no_null"),
        ("news int", {"flag": Flag("news", yes=[1], no="N")}, "erp_value_wrong_type"),
        ("news date", {"flag": Flag("news", null="yes", other="no", no="soon")}, "erp_value_wrong_type"),
        ("news varchar(3), note varchar(30)", {"also": {"note": "{reason}"}}, "erp_value_tight"),
        ("news varchar(3), keep varchar(20)", {"bounce": Bounce("clear", keep_in="keep")}, "erp_keep_tight"),
        ("news varchar(3), bad varchar(4)", {"bounce": Bounce("mark", "bad", "faulty")}, "erp_value_too_long"),
    ],
)
def test_a_column_that_cannot_hold_what_is_written_is_found(
    server_ground: Ground, column: str, other: dict[str, Any], code: str
) -> None:
    server_ground.table(f"id int primary key, mail varchar(80), {column}")
    assert code in found(server_ground.erp(target(**other)))


def test_an_index_that_serves_the_lookup_is_found_and_its_absence_told_on_large_tables(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground.table(PLAIN, [(1, "a@example.com", "Y"), (2, "b@example.com", "Y")])
    assert "erp_no_index" not in found(ground.erp(target()))
    monkeypatch.setattr(searching, "LARGE", 1)
    facts = found(ground.erp(target()), "warn")["erp_no_index"]
    assert facts["rows"] == 2
    ground.run(str(facts["create"]))
    said = found(ground.erp(target()))
    assert "erp_index" in said
    assert "erp_no_index" not in said


def test_an_index_on_the_bare_column_is_no_use_where_case_counts(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "LARGE", 0)
    mail = "varchar(80) COLLATE utf8mb4_bin" if ground.kind == "mariadb" else "varchar(80)"
    ground.table(f"id int primary key, mail {mail}, news varchar(3)", [(1, "a@example.com", "Y")])
    ground.run("CREATE INDEX bare ON kunden (mail)")
    assert "erp_no_index" in found(ground.erp(target()), "warn")


def test_the_collation_is_said_with_what_it_means(server_ground: Ground) -> None:
    collations = {"mariadb": [("utf8mb4_general_ci", "erp_collation_accents"), ("utf8mb4_bin", "erp_collation_exact")]}
    for collation, code in collations.get(server_ground.kind, [('"C"', "erp_collation_exact")]):
        mail = f"varchar(80) COLLATE {collation}"
        server_ground.table(f"id int primary key, mail {mail}, news varchar(3)", [(1, "a@example.com", "Y")])
        assert found(server_ground.erp(target()))[code]["collation"] == collation.strip('"')


def test_clocks_that_disagree_and_other_time_zones_are_told(server_ground: Ground) -> None:
    server_ground.table(PLAIN, [(1, "a@example.com", "Y")])
    codes = {
        minutes: {finding.code for finding in all_of(server_ground.erp(target()), datetime.now(UTC) + minutes)}
        for minutes in (timedelta(minutes=3), timedelta(minutes=-3), timedelta(seconds=30))
    }
    clocks = {"erp_clock", "erp_clock_ahead", "erp_clock_behind"}
    assert [said & clocks for said in codes.values()] == [{"erp_clock_behind"}, {"erp_clock_ahead"}, {"erp_clock"}]
    far = datetime.now(ZoneInfo("Pacific/Kiritimati"))
    zone = next(finding for finding in all_of(server_ground.erp(target()), far) if finding.code == "erp_zone")
    assert zone.facts["here"] == "UTC+14:00"


def test_triggers_of_the_tables_are_named(ground: Ground) -> None:
    ground.table(PLAIN, [(1, "a@example.com", "Y")])
    if ground.kind == "postgresql":
        ground.run("CREATE OR REPLACE FUNCTION passt() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
        ground.run("CREATE TRIGGER wacht BEFORE UPDATE ON kunden FOR EACH ROW EXECUTE FUNCTION passt()")
    elif ground.kind == "mariadb":
        ground.run("CREATE TRIGGER wacht BEFORE UPDATE ON kunden FOR EACH ROW SET NEW.news = NEW.news")
    else:
        ground.run("CREATE TRIGGER wacht AFTER UPDATE ON kunden BEGIN SELECT 1; END")
    assert found(ground.erp(target()))["erp_triggers"]["triggers"] == ["wacht"]


def test_statements_around_writing_are_tried_only_where_nothing_of_them_stays(server_ground: Ground) -> None:
    server_ground.table(PLAIN, [(1, "a@example.com", "Y")])
    odbc = server_ground.where
    setting = "SET lock_timeout = '3s'" if server_ground.kind == "postgresql" else "SET @who = 'abgleich'"
    before = [setting, "SET no_such_thing_at_all = 1", "UPDATE kunden SET news = 'X'", "SET GLOBAL x = 1"]
    erp = Erp.open(odbc=odbc, targets=[target()], before=before)
    said = {str(finding.facts["statement"]): finding.code for finding in all_of(erp) if "statement" in finding.facts}
    said.pop("30 s", None)
    codes = ["erp_preamble", "erp_preamble_refused", "erp_preamble_untried", "erp_preamble_untried"]
    assert [said[one] for one in before] == codes
    assert server_ground.rows("news") == [("Y",)]


def test_a_rowversion_is_no_key() -> None:
    """It changes with the row: what was written by it is never found again."""
    columns = {"kunden": {"ts": Column("ts", "rowversion", 8, False, True, "")}}
    said = list(fitting(target(key=["ts"]), columns, {}, datetime.now(UTC)))
    assert [finding.code for finding in said] == ["erp_key_moves"]


@pytest.mark.parametrize(
    ("kind", "level", "code"),
    [
        ("varchar(20)", "error", "erp_keep_short"),
        ("varchar(60)", "warn", "erp_keep_tight"),
        ("varchar(140)", "", ""),
        ("text", "", ""),
    ],
)
def test_a_column_too_short_to_keep_addresses_aside_is_named_with_a_record(
    server_ground: Ground, kind: str, level: str, code: str
) -> None:
    rows = [(1, "b@example.com", "Y", None), (2, "anna.with.a.name@example.com", "Y", "x@y.de")]
    server_ground.table(f"id int primary key, mail varchar(80), news varchar(3), alt {kind}", rows)
    bounce = Bounce("clear", keep_in="alt", keep="bounced {today}: {email}")
    said = [
        one for one in all_of(server_ground.erp(target(bounce=bounce))) if "keep" in one.code or "tight" in one.code
    ]
    assert [(one.level, one.code) for one in said] == ([(level, code)] if code else [])
    if level == "error":
        assert (said[0].facts["key"], said[0].facts["needed"]) == ("[2]", len("x@y.de; bounced 2026-04-12: ") + 28)
