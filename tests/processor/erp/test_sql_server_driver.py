"""SQL Server through Microsoft's own driver: reading, writing, and the types that go over the wire."""

from __future__ import annotations

import time

import pandas as pd
import pytest

from processor.erp import reader
from processor.erp.gateway import Erp
from processor.erp.targets import Blacklist, Bounce, Flag, Statement
from tests.parts.ground import NOW, changes, customers, target
from tests.parts.shapes import SHAPES
from tests.parts.sqlserver import SqlServer
from tests.processor.erp.test_shape_optouts import said, wanted_in

PLAIN = "id int primary key, mail varchar(80), news nvarchar(6), faulty bit"
ROWS = [(number, f"k{number}@example.com", "Y", 0) for number in range(100_000, 100_040)]


def types_of(sqlserver: SqlServer, start: str) -> list[tuple[tuple[str, object], ...]]:
    """The parameters of the statements that begin so, each as type (without its length) and value."""
    return [
        tuple(
            (kind.replace("(max)", " max").partition("(")[0], value)
            for kind, value in zip(sent.types, sent.values, strict=True)
        )
        for sent in sqlserver.statements(start)
    ]


def test_more_optouts_than_parameters_are_written_where_the_key_is_a_decimal(either: SqlServer) -> None:
    """NUMERIC(18, 0) is a usual key there: a whole number in the plan, a plain parameter in the statement."""
    rows = [(number, f"k{number}@example.com", "Y") for number in range(1, 2_501)]
    either.table("id numeric(18,0) primary key, mail varchar(80), news nvarchar(6)", rows)
    erp = either.erp(target())
    assert erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x") == 2_500
    assert set(either.rows("news")) == {("N",)}


def test_a_pass_a_lookup_an_optout_and_a_bounce_go_through_the_driver(either: SqlServer) -> None:
    either.table(PLAIN, ROWS)
    erp = either.erp(target(bounce=Bounce("mark", "faulty", 1)))
    found = customers(erp)
    assert found["email"].tolist() == [row[1] for row in ROWS]
    held, living = erp.holders({"k100003@example.com", "nobody@example.com"})
    assert (held["key"].tolist(), living) == (["[100003]"], 40)
    assert erp.apply(changes(found[:2], "set_no"), now=NOW, source="x") == 2
    assert erp.apply(changes(found[1:3], "mark"), now=NOW, source="x") == 2
    assert either.rows("news, faulty")[:4] == [("N", 0), ("N", 1), ("Y", 1), ("Y", 0)]
    assert erp.apply(changes(found[:2], "set_no"), now=NOW, source="x") == 0


def test_a_write_is_compared_set_read_again_and_committed_in_one_session(sqlserver: SqlServer) -> None:
    sqlserver.table(PLAIN, ROWS)
    erp = sqlserver.erp(target())
    erp.apply(changes(customers(erp)[:2], "set_no"), now=NOW, source="x")
    (writing,) = {sent.session for sent in sqlserver.statements("UPDATE")}
    inside = [
        sent for sent in sqlserver.sent() if sent.session == writing and sent.way in ("transaction", "sp_prepexec")
    ]
    assert [sent.sql.split()[0] for sent in inside][-3:] == ["UPDATE", "SELECT", "COMMIT"]


def test_nothing_is_left_open(sqlserver: SqlServer) -> None:
    """Every session ends, and before it the transaction of its last statement."""
    sqlserver.table(PLAIN, ROWS)
    erp = sqlserver.erp(target())
    erp.apply(changes(customers(erp)[:2], "set_no"), now=NOW, source="x")
    sessions = {sent.session for sent in sqlserver.sent() if sent.way == "login"}
    end = time.monotonic() + 10
    while not sessions <= {sent.session for sent in sqlserver.sent() if sent.way == "end"} and time.monotonic() < end:
        time.sleep(0.01)  # the server notices a little after we have hung up
    for session in sessions:
        *course, last = [sent for sent in sqlserver.sent() if sent.session == session]
        assert last.way == "end"
        asked = [sent for sent in course if sent.way != "login" and sent.sql != "BEGIN TRANSACTION"]
        assert not asked or asked[-1].sql in ("COMMIT TRANSACTION", "ROLLBACK TRANSACTION")


@pytest.mark.parametrize("name", SHAPES, ids=lambda name: name.replace(" ", "_"))
def test_every_way_of_saying_no_is_read_written_and_looked_up_through_the_driver(
    either: SqlServer, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shape = SHAPES[name]
    shape.lay(either)
    erp = either.erp(*shape.targets)
    found = customers(erp)
    assert said(found) == {"anna": {"yes"}, "bert": {"yes"}, "carla": {"yes"}, "dora": {"no"}}
    wanted = wanted_in(found, "anna", "bert")
    assert erp.apply(wanted, now=NOW, source="x") == len(wanted)
    assert said(customers(erp)) == {"anna": {"no"}, "bert": {"no"}, "carla": {"yes"}, "dora": {"no"}}
    assert erp.apply(wanted, now=NOW, source="x") == 0
    monkeypatch.setattr(reader, "MANY", 0)
    held, _ = erp.holders({"anna@example.com", "carla@example.com"})
    assert said(held) == {"anna": {"no"}, "bert": set(), "carla": {"yes"}, "dora": set()}


def test_a_plain_text_travels_as_varchar_and_only_another_one_as_nvarchar(sqlserver: SqlServer) -> None:
    """A VARCHAR column compared with NVARCHAR is converted row by row, past its index."""
    sqlserver.table(PLAIN, [(1, "anna@example.com", "Ja", 0), (2, "bert@example.com", "Möchte", 0)])
    erp = sqlserver.erp(target(flag=Flag("news", yes=["Ja", "Möchte"], no="Nein")))
    erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x")
    assert types_of(sqlserver, "UPDATE") == [
        (("varchar", "Nein"), ("varchar max", "[1]"), ("varchar", "Ja")),
        (("varchar", "Nein"), ("varchar max", "[2]"), ("nvarchar", "Möchte")),
    ]


def test_a_lookup_compares_a_varchar_column_with_varchar(sqlserver: SqlServer, monkeypatch: pytest.MonkeyPatch) -> None:
    sqlserver.table(PLAIN, [*ROWS, (1, "jürgen@example.com", "Y", 0)])
    monkeypatch.setattr(reader, "MANY", 0)
    erp = sqlserver.erp(target())
    customers(erp)
    assert len(erp.holders({"k100007@example.com"})[0]) == 1
    assert any("[mail] IN" in sent.sql for sent in sqlserver.statements())  # the column itself, whose index serves
    assert (("varchar", "k100007@example.com"),) in types_of(sqlserver, "SELECT")
    assert len(erp.holders({"jürgen@example.com"})[0]) == 1
    assert (("nvarchar", "jürgen@example.com"),) in types_of(sqlserver, "SELECT")


def test_whole_numbers_travel_as_one_text_however_many_they_are(sqlserver: SqlServer) -> None:
    sqlserver.table(PLAIN, ROWS)
    erp = sqlserver.erp(target())
    erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x")
    (update,) = types_of(sqlserver, "UPDATE")
    assert update[1] == ("varchar max", "[" + ",".join(str(row[0]) for row in ROWS) + "]")


@pytest.mark.parametrize(
    ("column", "values", "kind"),
    [
        ("int", (7, 8), "int"),
        ("bigint", (2**40, 2**41), "bigint"),
        ("varchar(10)", ("K-7", "K-8"), "varchar"),
        ("nvarchar(10)", ("Ä-7", "Ä-8"), "nvarchar"),
        ("date", ("2026-01-02", "2026-01-03"), "date"),
        ("decimal(12,0)", ("7", "8"), "numeric"),
        (
            "uniqueidentifier",
            ("6F9619FF-8B86-D011-B42D-00C04FC964FF", "6F9619FF-8B86-D011-B42D-00C04FC964FE"),
            "varchar",
        ),
    ],
)
def test_a_part_of_a_key_travels_as_what_it_is(
    sqlserver: SqlServer, column: str, values: tuple[object, object], kind: str
) -> None:
    rows = [(value, "x", f"m{place}@example.com", "Y") for place, value in enumerate(values)]
    sqlserver.table(f"a {column}, b varchar(3), mail varchar(80), news varchar(3)", rows)
    erp = sqlserver.erp(target(key=["a", "b"]))
    assert erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x") == 2
    for sent in types_of(sqlserver, "UPDATE"):
        assert {found for found, value in sent if value in values} == {kind}


def test_moments_and_counters_of_the_server_come_and_go_as_themselves(sqlserver: SqlServer) -> None:
    columns = "id int primary key, mail varchar(80), at {}, version rowversion"
    for kind in ("datetime2", "datetime"):
        rows = [
            (1, "a@example.com", None, bytes(7) + b"\x09"),
            (2, "b@example.com", "2026-01-02 03:04:05.003", bytes(8)),
        ]
        sqlserver.table(columns.format(kind), rows)
        flag = Flag("at", no="{now}", null="yes", other="no")
        erp = sqlserver.erp(target(flag=flag, key=["version"]))
        found = customers(erp)
        assert found["key"].tolist() == ['[{"hex": "0000000000000009"}]', '[{"hex": "0000000000000000"}]']
        assert found["flag"].tolist() == ["yes", "no"]
        assert erp.apply(changes(found[:1], "set_no"), now=NOW, source="x") == 1
        assert sqlserver.rows("at", order="id")[0] == ("2026-04-12 07:05:09",)
        assert types_of(sqlserver, "UPDATE")[-1][0] == ("datetime2", "2026-04-12 07:05:09")


def test_a_deleted_address_becomes_null_and_the_server_is_asked_for_its_type(sqlserver: SqlServer) -> None:
    sqlserver.table(PLAIN, ROWS[:2])
    erp = sqlserver.erp(target(bounce=Bounce("clear")))
    assert erp.apply(changes(customers(erp)[:1], "clear"), now=NOW, source="x") == 1
    assert sqlserver.rows("mail")[0] == (None,)
    assert any(sent.way == "sp_describe_undeclared_parameters" for sent in sqlserver.sent())
    assert ("varchar", None) in types_of(sqlserver, "UPDATE")[0]


def test_where_null_is_forbidden_the_savepoint_is_gone_back_to_and_the_cell_emptied(either: SqlServer) -> None:
    either.table(PLAIN.replace("varchar(80)", "varchar(80) not null"), ROWS[:2])
    erp = either.erp(target(bounce=Bounce("clear")))
    assert erp.apply(changes(customers(erp)[:1], "clear"), now=NOW, source="x") == 1
    assert either.rows("mail") == [("",), (ROWS[1][1],)]
    assert either.statements("ROLLBACK TRANSACTION sa_savepoint")


@pytest.mark.parametrize("length", [255, 256, 1_999, 2_000, 4_000, 9_000])
@pytest.mark.parametrize("sign", ["x", "ü"])
def test_a_text_of_any_length_arrives_whole(either: SqlServer, length: int, sign: str) -> None:
    note = sign * length
    either.table('id int primary key, mail varchar(80), note "nvarchar(max)"', [(1, "a@example.com", note)])
    erp = either.erp(target(flag=Flag("note", yes=[note], no=note[:-1] + "0")))
    assert erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x") == 1
    assert either.rows("note") == [(note[:-1] + "0",)]
    assert types_of(either, "UPDATE")[0][0][0].startswith("varchar" if sign == "x" else "nvarchar")


@pytest.mark.parametrize("act", ["set_no", "clear", "mark"])
def test_no_call_ever_has_more_parameters_than_the_server_takes(sqlserver: SqlServer, act: str) -> None:
    """The server refuses more than 2100, those that bring the statement among them."""
    rows = [(f"K-{number}", f"k{number}@example.com", "Y", 0) for number in range(4_500)]
    sqlserver.table(PLAIN.replace("id int", "id varchar(10)"), rows)
    sqlserver.table("EMail varchar(80) primary key, At datetime2", name="Blacklist")
    listing = Blacklist("Blacklist", "EMail", values={"At": "{now}"})
    erp = sqlserver.erp(target(blacklist=listing, bounce=Bounce("mark" if act == "mark" else "clear", "faulty", 1)))
    assert erp.apply(changes(customers(erp), act), now=NOW, source="x") == 4_500
    assert 1_000 < max(len(sent.types) for sent in sqlserver.statements()) <= 2_097


@pytest.mark.parametrize(
    ("sql", "way"), [("exec dbo.spOff ?, ?", "sp_prepexec"), ("{call dbo.spOff(?, ?)}", "sp_prepexecrpc")]
)
def test_a_procedure_of_the_erp_is_called_with_its_arguments(sqlserver: SqlServer, sql: str, way: str) -> None:
    sqlserver.table(PLAIN, ROWS[:2])
    sqlserver.tell(procedures={"dbo.spOff": "UPDATE kunden SET news = substr(:2, 1, 1) WHERE id = :1"})
    erp = sqlserver.erp(target(optout=Statement(sql, ["id", "{reason}"]), flag=Flag("news", yes=["Y"], no="o")))
    assert erp.apply(changes(customers(erp)[:1], "set_no"), now=NOW, source="x") == 1
    assert sqlserver.rows("news", order="id") == [("o",), ("Y",)]
    (called,) = [sent for sent in sqlserver.sent() if "spOff" in sent.sql and sent.way != "sp_unprepare"]
    assert called.way == way
    assert [kind.partition("(")[0] for kind in called.types] == ["int", "varchar"]
    assert called.values == (100_000, "optout")


def test_statements_around_a_write_run_in_its_session_and_a_trigger_sees_them(sqlserver: SqlServer) -> None:
    sqlserver.table(PLAIN, ROWS[:2])
    sqlserver.run(
        "CREATE TRIGGER ours BEFORE UPDATE ON kunden WHEN CONTEXT_INFO() IS NULL"
        " BEGIN SELECT RAISE(ABORT, 'only for abgleich'); END"
    )
    erp = Erp.open(odbc=sqlserver.where, targets=[target()], before=["SET CONTEXT_INFO 0x4E4C"])
    assert erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x") == 2
    (said_in,) = {sent.session for sent in sqlserver.statements("SET CONTEXT_INFO")}
    assert {sent.session for sent in sqlserver.statements("UPDATE")} == {said_in}


def test_what_changed_since_is_asked_for_by_a_rowversion(sqlserver: SqlServer) -> None:
    counters = [(number * 100_000).to_bytes(8, "big") for number in (1, 2, 3)]
    rows = [(number, f"k{number}@example.com", "Y", counter) for number, counter in enumerate(counters[:2])]
    sqlserver.table("id int primary key, mail varchar(80), news varchar(3), version rowversion", rows)
    erp = sqlserver.erp(target(changed="version"))
    _, token = erp.changed_customers("", now=NOW)
    sqlserver.run("INSERT INTO kunden VALUES (9, 'new@example.com', 'Y', ?)", counters[2])
    found, _ = erp.changed_customers(token, now=NOW)
    assert pd.concat(found)["email"].tolist() == ["k1@example.com", "new@example.com"]
    assert [kind for sent in types_of(sqlserver, "SELECT") for kind, _ in sent] == ["varbinary"]


def test_a_date_travels_as_a_date_so_that_a_column_of_texts_gets_no_midnight(sqlserver: SqlServer) -> None:
    """SQL Server writes DATETIME2 into a text as "2026-04-12 00:00:00.0000000", which also may be too long."""
    sqlserver.table(PLAIN + ", changed varchar(10)", [(*row, None) for row in ROWS[:1]])
    erp = sqlserver.erp(target(also={"changed": "{today}"}))
    assert erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x") == 1
    assert ("date", "2026-04-12") in types_of(sqlserver, "UPDATE")[0]


def test_a_moment_with_an_offset_is_compared_with_its_offset(sqlserver: SqlServer) -> None:
    """A DATETIME2 would be taken for a moment in UTC: the row is never found again, and changes come hours later."""
    columns = "id int primary key, mail varchar(80), agreed datetimeoffset"
    sqlserver.table(columns, [(1, "a@example.com", "2026-01-02 03:04:05+02:00")])
    erp = sqlserver.erp(target(flag=Flag("agreed", no="{null}", null="no", other="yes"), changed="agreed"))
    found = customers(erp)
    assert found["flag_value"].tolist() == ['{"datetime": "2026-01-02T03:04:05+02:00"}']
    _, token = erp.changed_customers("", now=NOW)
    erp.changed_customers(token, now=NOW)
    assert types_of(sqlserver, "SELECT")[-1] == (("nvarchar", "2026-01-02 02:49:05.000000+02:00"),)
    assert erp.apply(changes(found, "set_no"), now=NOW, source="x") == 1
    texts = [value for kind, value in types_of(sqlserver, "UPDATE")[0] if kind == "nvarchar"]
    assert texts == ["2026-01-02 03:04:04.996000+02:00", "2026-01-02 03:04:05.004000+02:00"]
