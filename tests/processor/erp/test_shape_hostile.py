"""What a hostile reviewer tried: odd keys, shared and missing places, collations, names too long, refusals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from processor.erp import gateway
from processor.erp.gateway import Erp
from processor.erp.probe.session import _HARMLESS
from processor.erp.targets import Bounce, Changed, Flag, Target
from processor.errors import Unavailable
from tests.parts.ground import NOW, Ground, changes, customers, target
from tests.parts.private import Server

PARENT: dict[str, Any] = {"column": "news", "yes": ["Y"], "no": "N", "table": "firmen", "via": {"nr": "firma"}}
MAILS = ("anna@example.com", "bert@example.com")


@pytest.fixture
def maria(mariadb_server: Server) -> Any:
    ground = Ground("mariadb", mariadb_server.odbc)
    yield ground
    ground.clean()


def said_no(ground: Ground, *targets: Target, who: str = MAILS[0]) -> int:
    erp = ground.erp(*targets)
    found = customers(erp)
    return erp.apply(changes(found[found["canonical"] == who], "set_no"), now=NOW, source="x")


@pytest.mark.parametrize("row", ["", "yes"])
def test_a_key_filled_with_blanks_finds_the_unfilled_one_in_the_flags_own_table(
    server_ground: Ground, row: Any
) -> None:
    flag = Flag(row="yes", table="firmen", via={"nr": "firma"}) if row else Flag(**PARENT)
    server_ground.table("nr varchar(10) primary key, news varchar(1)", [("abc", "Y"), ("abd", "Y")], name="firmen")
    server_ground.table("id int primary key, firma char(10), mail varchar(80)", [(1, "abc", MAILS[0])])
    assert said_no(server_ground, target(flag=flag)) == 1
    left = [("abd", "Y")] if row else [("abc", "N"), ("abd", "Y")]
    assert server_ground.rows(name="firmen") == left


@pytest.mark.parametrize("flag", [{**PARENT, "null": "yes", "insert": {}}, {"row": "no"}], ids=["column", "row"])
def test_a_row_that_belongs_to_nothing_keeps_nobody_else_from_being_written(
    ground: Ground, flag: dict[str, Any]
) -> None:
    """Nothing can be inserted for it either: there is no key to insert."""
    made = Flag(**{"table": "firmen", "via": {"nr": "firma"}, **flag, "insert": {"grund": "x"}})
    ground.table("nr int, news varchar(1), grund varchar(9)", name="firmen")
    ground.table("id int primary key, firma int, mail varchar(80)", [(1, 10, MAILS[0]), (2, None, MAILS[1])])
    erp = ground.erp(target(flag=made))
    found = customers(erp)
    wanted = changes(found, "set_no")
    assert erp.apply(wanted, now=NOW, source="x") == 1
    assert ground.rows("nr", name="firmen") == [(10,)]
    assert erp.with_place(wanted)["key"].tolist() == ["[1]"]


def test_whoever_hangs_on_the_same_flag_is_among_the_people_of_a_row(ground: Ground) -> None:
    """In any target: an undone opt-out of one may not bring back what another one said."""
    ground.table("nr int primary key, news varchar(1)", [(10, "Y"), (20, "Y")], name="firmen")
    ground.table("id int primary key, firma int, mail varchar(80)", [(1, 10, MAILS[0]), (2, 20, MAILS[1])])
    ground.table("id int primary key, gehoert int, mail varchar(80)", [(1, 10, "carla@example.com")], name="personen")
    flag = Flag(**PARENT)
    people = target(name="p", table="personen", flag=Flag(**{**PARENT, "via": {"nr": "gehoert"}}))
    erp = ground.erp(target(flag=flag), people)
    found = customers(erp)
    wanted = changes(found[found["target"] == "crm"], "set_no")
    erp.apply(wanted, now=NOW, source="x")
    assert [one.people for one in erp.standing(wanted)] == [(MAILS[0], "carla@example.com"), (MAILS[1],)]


@pytest.mark.parametrize("says", ["yes", "no"])
def test_whoever_hangs_on_the_same_row_that_is_the_flag_is_among_the_people(ground: Ground, says: str) -> None:
    """A membership several people share: it is gone when an opt-out is undone, or came with it."""
    ground.table("firma int primary key", [(10,)] if says == "yes" else [], name="mitglied")
    ground.table("id int primary key, firma int, mail varchar(80)", [(1, 10, MAILS[0]), (2, 20, MAILS[1])])
    ground.table("id int primary key, gehoert int, mail varchar(80)", [(1, 10, "carla@example.com")], name="personen")
    flag, theirs = (Flag(row=says, table="mitglied", via={"firma": column}) for column in ("firma", "gehoert"))
    erp = ground.erp(target(flag=flag), target(name="p", table="personen", flag=theirs))
    found = customers(erp)
    wanted = changes(found[found["canonical"] == MAILS[0]], "set_no")
    assert erp.apply(wanted, now=NOW, source="x") == 1
    assert [one.people for one in erp.standing(wanted)] == [(MAILS[0], "carla@example.com")]


TWICE: dict[str, tuple[str, Flag]] = {
    "the same flag": ("kunden", Flag("news", yes=["Y"], no="N")),
    "another flag": ("kunden", Flag("news2", yes=["Y"], no="N")),
    "from a table beside": ("personen", Flag("news", yes=["Y"], no="N", table="kunden", via={"nr": "firma"})),
}


@pytest.mark.parametrize("case", TWICE)
@pytest.mark.parametrize("first", ["crm", "b"])
def test_whom_another_target_finds_behind_the_same_flag_is_among_the_people_of_a_row(
    ground: Ground, case: str, first: str
) -> None:
    """One table mapped twice, or its flag used by another one: also its no stands there."""
    rows = [(1, 10, MAILS[0], MAILS[1], "Y", "Y"), (2, 20, "carla@example.com", "", "Y", "Y")]
    columns = "id int primary key, nr int, mail varchar(80), mail2 varchar(80), news varchar(1), news2 varchar(1)"
    ground.table(columns, rows)
    ground.table("id int primary key, firma int, mail2 varchar(80)", [(5, 10, MAILS[1])], name="personen")
    table, flag = TWICE[case]
    erp = ground.erp(target(), target(name="b", table=table, email=["mail2"], flag=flag))
    found = customers(erp)
    wanted = changes(found[found["target"] == first], "set_no")
    erp.apply(wanted, now=NOW, source="x")
    both, alone = (MAILS, MAILS[:1] if first == "crm" else MAILS[1:])
    assert erp.standing(wanted)[0].people == (alone if case == "another flag" else both)


def test_a_no_that_somebody_else_wrote_is_never_taken_back(ground: Ground) -> None:
    ground.table("id int primary key, mail varchar(80), news varchar(10)", [(1, MAILS[0], "Y")])
    erp = ground.erp(target(flag=Flag("news", yes=["Y"], no="N", other="no")))
    wanted = changes(customers(erp), "set_no")
    erp.apply(wanted, now=NOW, source="x")
    ground.run("UPDATE kunden SET news = 'gesperrt'")
    assert [one.now for one in erp.standing(wanted)] == ["edited"]
    with pytest.raises(Changed):
        erp.restore(wanted, now=NOW, source="x")
    assert ground.rows("news") == [("gesperrt",)]


def test_nothing_is_taken_back_in_a_table_that_nothing_may_be_written_to(ground: Ground) -> None:
    ground.table("id int primary key, mail varchar(80), news varchar(10)", [(1, MAILS[0], "Y")])
    erp = ground.erp(target(write="file"))
    wanted = changes(customers(erp), "set_no")
    ground.run("UPDATE kunden SET news = 'N'")  # the vendor's import did
    assert [one.now for one in erp.standing(wanted)] == ["unknown"]
    with pytest.raises(Changed):
        erp.restore(wanted, now=NOW, source="x")
    assert ground.rows("news") == [("N",)]


def test_a_key_that_is_null_is_named_and_not_taken_for_an_edit(ground: Ground) -> None:
    ground.table("id int, mail varchar(80), news varchar(10)", [(None, MAILS[0], "Y"), (2, MAILS[1], "Y")])
    with pytest.raises(Unavailable, match="erp_key_not_unique") as caught:
        said_no(ground, target())
    assert caught.value.facts["key"] == "[null]"


@pytest.mark.parametrize(
    ("collation", "one", "other"),
    [("general_ci", "abc", "ABC"), ("general_ci", "i", "ı"), ("german2_ci", "Mueller", "Müller")],
)
def test_keys_that_only_the_collation_takes_for_the_same_are_never_written(
    maria: Ground, collation: str, one: str, other: str
) -> None:
    rows = [(one, MAILS[0], "Y"), (other, MAILS[1], "Y")]
    maria.table(f"nr varchar(10) collate utf8mb4_{collation}, mail varchar(80), news varchar(1)", rows)
    with pytest.raises(Unavailable, match="erp_key_not_unique"):
        said_no(maria, target(key=["nr"]))
    assert maria.rows() == rows


@pytest.mark.parametrize("kind", ["sqlite", "mariadb"])
@pytest.mark.parametrize("actions", [("set_no", "set_no"), ("clear", "mark")], ids=["flags", "bounces"])
def test_neither_of_two_keys_alike_is_written_where_one_plan_names_both(
    request: pytest.FixtureRequest, kind: str, actions: Sequence[str]
) -> None:
    """What is asked for one of the rows would be done to both: the first columns are anna's and carla's."""
    ground: Ground = request.getfixturevalue({"sqlite": "file_ground", "mariadb": "maria"}[kind])
    rows = [("a1", MAILS[0], "", "Y", "Y", 0), ("A1", "carla@example.com", MAILS[1], "Y", "Y", 0)]
    collated = {"sqlite": "collate nocase", "mariadb": "collate utf8mb4_general_ci"}[kind]
    news = "news varchar(1), news2 varchar(1), faulty int"
    ground.table(f"nr varchar(10) {collated}, mail varchar(80), mail2 varchar(80), {news}", rows)
    flag = Flag(columns={"mail": "news", "mail2": "news2"}, yes=["Y"], no="N")
    marked = target(key=["nr"], email=["mail", "mail2"], flag=flag, bounce=Bounce("mark", "faulty", 1))
    erp = ground.erp(marked)
    found = customers(erp)
    wanted = [changes(found[found["canonical"] == who], what) for who, what in zip(MAILS, actions, strict=True)]
    with pytest.raises(Unavailable, match="erp_key_not_unique") as caught:
        erp.apply(pd.concat(wanted), now=NOW, source="x")
    assert str(caught.value.facts["key"]).lower() == '["a1"]'
    assert ground.rows() == rows


def test_a_key_spelled_anew_meanwhile_is_an_edited_row(maria: Ground) -> None:
    maria.table("nr varchar(10) primary key, mail varchar(80), news varchar(1)", [("abc", MAILS[0], "Y")])
    erp = maria.erp(target(key=["nr"]))
    wanted = changes(customers(erp), "set_no")
    maria.run("UPDATE kunden SET nr = 'ABC'")
    with pytest.raises(Changed):
        erp.apply(wanted, now=NOW, source="x")


def test_unsigned_keys_of_64_bits_are_keys_like_others(maria: Ground) -> None:
    rows = [(5, MAILS[0], "Y"), ("18446744073709551615", MAILS[1], "Y")]
    maria.table("id bigint unsigned primary key, mail varchar(80), news varchar(1)", rows)
    assert said_no(maria, target(), who=MAILS[1]) == 1
    assert maria.rows("mail, news") == [(MAILS[0], "Y"), (MAILS[1], "N")]


def test_pages_go_on_behind_an_unsigned_key_that_no_driver_takes_as_a_number(
    maria: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("processor.erp.paging.PAGE", 2)
    keys = [5, 2**63 - 1, 2**63, 2**63 + 1, 2**64 - 2, 2**64 - 1]
    maria.table(
        "id bigint unsigned primary key, mail varchar(80), news varchar(1)",
        [(str(key), f"k{key}@example.com", "Y") for key in keys],
    )
    found = customers(maria.erp(target()))
    assert found["key"].tolist() == [f"[{key}]" for key in keys]


def test_an_address_kept_aside_is_never_cut_by_a_lenient_server(maria: Ground) -> None:
    maria.table("id int primary key, mail varchar(80), news varchar(1), alt varchar(9)", [(1, MAILS[0], "Y", None)])
    before = maria.run("SELECT @@GLOBAL.sql_mode")[0][0]
    maria.run("SET GLOBAL sql_mode = ''")
    try:
        erp = maria.erp(target(bounce=Bounce("clear", keep_in="alt")))
        with pytest.raises(Unavailable, match="erp_refuses"):
            erp.apply(changes(customers(erp), "clear"), now=NOW, source="x")
    finally:
        maria.run(f"SET GLOBAL sql_mode = '{before}'")
    assert maria.rows() == [(1, MAILS[0], "Y", None)]


def test_a_row_whose_address_a_lenient_session_cuts_is_named_and_nothing_is_written(maria: Ground) -> None:
    """The operator's own preamble may make it lenient."""
    rows = [(1, "a@b.example", "Y", None), (2, MAILS[1], "Y", None)]
    maria.table("id int primary key, mail varchar(80), news varchar(1), alt varchar(12)", rows)
    kept = target(bounce=Bounce("clear", keep_in="alt"))
    erp = Erp.open(odbc=maria.where, targets=[kept], before=["SET SESSION sql_mode = ''"])
    with pytest.raises(Unavailable, match="erp_kept_cut") as caught:
        erp.apply(changes(customers(erp), "clear"), now=NOW, source="x")
    assert caught.value.facts == {"target": "crm", "key": "[2]", "column": "alt"}
    assert maria.rows() == rows


def test_a_neighbour_by_a_postgresql_collation_is_not_cleared(
    postgres_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground = Ground("postgresql", postgres_server.odbc)
    ground.run(
        "CREATE COLLATION IF NOT EXISTS blind (provider = icu, locale = 'und-u-ks-level1', deterministic = false)"
    )
    ground.table("id int primary key, mail text collate blind, news varchar(1)", [(1, "cafe@example.com", "Y")])
    erp = ground.erp(target(bounce=Bounce("clear")))
    wanted, compared = changes(customers(erp), "clear"), gateway.compared

    def edited_then(*arguments: Any) -> Any:
        works = compared(*arguments)
        ground.run("UPDATE kunden SET mail = 'café@example.com'")
        return works

    monkeypatch.setattr(gateway, "compared", edited_then)
    with pytest.raises(Changed):
        erp.apply(wanted, now=NOW, source="x")
    assert ground.rows("mail") == [("café@example.com",)]
    ground.clean()


def test_a_long_file_name_is_cut_and_holds_nothing_up(ground: Ground) -> None:
    ground.table("id int primary key, mail varchar(80), news varchar(1), grund varchar(40)", [(1, MAILS[0], "Y", None)])
    erp = ground.erp(target(also={"grund": "{source}"}))
    name = "Abmeldungen und Beschwerden vom Oktober, endgültige Fassung (2).csv"
    assert erp.apply(changes(customers(erp), "set_no"), now=NOW, source=name) == 1
    assert ground.rows("grund") == [(f"{name[:39]}…",)]


REFUSING = {
    "sqlite": ["CREATE TRIGGER g BEFORE UPDATE ON kunden WHEN NEW.id = 3 BEGIN SELECT RAISE(ABORT, 'gesperrt'); END"],
    "mariadb": [
        "CREATE TRIGGER g BEFORE UPDATE ON kunden FOR EACH ROW "
        "IF NEW.id = 3 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'gesperrt'; END IF"
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF NEW.id = 3 THEN RAISE EXCEPTION 'gesperrt'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER g BEFORE UPDATE ON kunden FOR EACH ROW EXECUTE FUNCTION g()",
    ],
}


def test_a_refused_row_is_named_and_nothing_is_written(ground: Ground) -> None:
    rows = [(number, f"k{number}@example.com", "Y") for number in range(1, 8)]
    ground.table("id int primary key, mail varchar(80), news varchar(1)", rows)
    for statement in REFUSING[ground.kind]:
        ground.run(statement)
    erp = ground.erp(target())
    wanted = changes(customers(erp), "set_no")
    for _again in range(2):
        with pytest.raises(Unavailable, match="erp_refuses") as caught:
            erp.apply(wanted, now=NOW, source="x")
        assert str(caught.value.facts["why"]).startswith("crm [3]: ")
        assert "gesperrt" in str(caught.value.facts["why"])
        assert "\0" not in str(caught.value.facts["why"])
    assert ground.rows() == rows


def test_where_every_row_is_refused_none_is_named(ground: Ground) -> None:
    ground.table("id int primary key, mail varchar(80), news varchar(1)", [(1, MAILS[0], "Y"), (2, MAILS[1], "Y")])
    erp = ground.erp(target(also={"nirgends": "x"}))
    wanted = changes(customers(ground.erp(target())), "set_no")
    with pytest.raises(Unavailable, match="erp_refuses") as caught:
        erp.apply(wanted, now=NOW, source="x")
    assert "crm [" not in str(caught.value.facts["why"])


def test_a_remark_ends_with_its_line_of_the_condition(ground: Ground) -> None:
    ground.table("id int primary key, mail varchar(80), news varchar(1)", [(1, MAILS[0], "Y"), (2, MAILS[1], "Y")])
    assert customers(ground.erp(target(where="id = 1 -- nur der eine")))["key"].tolist() == ["[1]"]


@pytest.mark.parametrize(
    ("statement", "harmless"),
    [
        ("SET SESSION x = 1", True),
        ("SET CONTEXT_INFO 0x4E4C;", True),
        ("SELECT set_config('a.b', '1', true)", True),
        ("SET PASSWORD = 'x'", False),
        ("SET STATEMENT max_statement_time = 1 FOR DELETE FROM kunden", False),
        ("SET a = 1; DELETE FROM kunden", False),
        ("SET a = 1, GLOBAL b = 2", False),
        ("SELECT 1; DROP TABLE kunden", False),
    ],
)
def test_only_one_statement_of_which_nothing_stays_is_tried(statement: str, harmless: bool) -> None:
    assert bool(_HARMLESS.match(statement)) is harmless


def test_check_tells_of_tables_that_take_nothing_back_and_of_shared_flags(maria: Ground) -> None:
    maria.table("nr int primary key, news varchar(1)", [(10, "Y"), (20, "Y")], name="firmen")
    maria.run("DROP TABLE IF EXISTS kunden")
    maria.run("CREATE TABLE kunden (id int primary key, firma int, mail varchar(80)) ENGINE = MyISAM")
    maria.tables.append("kunden")
    maria.run(f"INSERT INTO kunden VALUES (1, 10, '{MAILS[0]}'), (2, 10, '{MAILS[1]}'), (3, 20, 'carla@example.com')")
    found = {one.code: one.facts for one in maria.erp(target(flag=Flag(**PARENT))).probe(lambda: NOW)}
    assert found["erp_no_transactions"] == {"target": "crm", "table": "kunden", "engine": "MyISAM"}
    assert found["erp_flag_shared"] == {"target": "crm", "table": "firmen", "flags": 1}
