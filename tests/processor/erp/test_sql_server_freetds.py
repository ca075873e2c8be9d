"""SQL Server through FreeTDS, the driver Debian has itself: the same as through Microsoft's, with its own ways."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from processor.erp import reader
from processor.erp.gateway import Erp
from processor.erp.targets import Bounce, Flag, Statement, Target
from processor.errors import Unavailable
from tests.parts.ground import NOW, changes, customers, target
from tests.parts.shapes import SHAPES
from tests.parts.sqlserver import SqlServer
from tests.processor.erp.test_shape_optouts import said, wanted_in
from tests.processor.erp.test_sql_server_driver import types_of
from tests.processor.erp.test_sql_server_faults import DEADLOCK, FIVE, PLAIN, flags, opt_out, refusal


def through_freetds(sqlserver: SqlServer, targets: Sequence[Target], timeout: int = 30) -> Erp:
    return Erp.open(odbc=sqlserver.freetds, targets=targets, timeout=timeout)


@pytest.fixture
def erp(sqlserver: SqlServer) -> Erp:
    """Five customers, and one second for everything."""
    sqlserver.table(PLAIN, FIVE)
    return through_freetds(sqlserver, [target()], timeout=1)


@pytest.mark.parametrize("name", SHAPES, ids=lambda name: name.replace(" ", "_"))
def test_every_way_of_saying_no_is_read_written_and_looked_up(
    sqlserver: SqlServer, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shape = SHAPES[name]
    shape.lay(sqlserver)
    erp = through_freetds(sqlserver, shape.targets)
    wanted = wanted_in(customers(erp), "anna", "bert")
    assert erp.apply(wanted, now=NOW, source="x") == len(wanted)
    assert said(customers(erp)) == {"anna": {"no"}, "bert": {"no"}, "carla": {"yes"}, "dora": {"no"}}
    assert erp.apply(wanted, now=NOW, source="x") == 0
    monkeypatch.setattr(reader, "MANY", 0)
    held, _ = erp.holders({"anna@example.com", "carla@example.com"})
    assert said(held) == {"anna": {"no"}, "bert": set(), "carla": {"yes"}, "dora": set()}


def test_a_plain_text_travels_as_varchar_and_a_date_as_a_date(sqlserver: SqlServer) -> None:
    sqlserver.table(
        PLAIN + ", changed varchar(10)", [(1, "a@example.com", "Ja", None), (2, "b@example.com", "Jä", None)]
    )
    flag = Flag("news", yes=["Ja", "Jä"], no="N")
    erp = through_freetds(sqlserver, [target(flag=flag, also={"changed": "{today}"})])
    assert opt_out(erp) == 2
    kinds = [[kind for kind, _ in sent] for sent in types_of(sqlserver, "UPDATE")]
    assert kinds == [["varchar", "date", "varchar max", "varchar"], ["varchar", "date", "varchar max", "nvarchar"]]


def test_a_list_of_thousands_of_keys_travels_as_one_text(sqlserver: SqlServer) -> None:
    """FreeTDS takes no VARCHAR longer than a page, and says so in its own words."""
    rows = [(number, f"k{number}@example.com", "Y") for number in range(100_000, 106_000)]
    sqlserver.table(PLAIN, rows)
    assert opt_out(through_freetds(sqlserver, [target()])) == 6_000
    assert [len(str(sent[1][1])) for sent in types_of(sqlserver, "UPDATE")] == [35_001, 7_001]
    assert flags(sqlserver) == {"N"}


@pytest.mark.parametrize("length", [255, 1_999, 2_000, 4_000, 9_000])
@pytest.mark.parametrize("sign", ["x", "ü"])
def test_a_text_of_any_length_arrives_whole(sqlserver: SqlServer, length: int, sign: str) -> None:
    note = sign * length
    sqlserver.table('id int primary key, mail varchar(80), note "nvarchar(max)"', [(1, "a@example.com", note)])
    erp = through_freetds(sqlserver, [target(flag=Flag("note", yes=[note], no=note[:-1] + "0"))])
    assert opt_out(erp) == 1
    assert sqlserver.rows("note") == [(note[:-1] + "0",)]


@pytest.mark.parametrize(
    ("sql", "length"),
    [("exec dbo.spOff ?, ?", 10), ("exec dbo.spOff ?, ?", 5_000), ("{call dbo.spOff(?, ?)}", 10)],
)
def test_a_procedure_of_the_erp_is_called_with_its_arguments(sqlserver: SqlServer, sql: str, length: int) -> None:
    sqlserver.table(PLAIN, FIVE)
    sqlserver.tell(procedures={"dbo.spOff": "UPDATE kunden SET news = length(:2) / 10 WHERE id = :1"})
    own = Statement(sql, ["id", "{reason}" + "x" * (length - 6)])
    erp = through_freetds(sqlserver, [target(optout=own, flag=Flag("news", yes=["Y"], no=str(length // 10)))])
    assert opt_out(erp) == 5
    called = [sent for sent in sqlserver.sent() if "spOff" in sent.sql + sent.way and sent.types]
    assert {sent.types[1].partition("(")[0] for sent in called} == {"varchar"}


def test_the_victim_of_a_deadlock_is_tried_again_as_a_whole(sqlserver: SqlServer, erp: Erp) -> None:
    sqlserver.fault("^UPDATE", "say", 1_205, DEADLOCK, severity=13)
    assert opt_out(erp) == 5
    assert flags(sqlserver) == {"N"}


def test_a_statement_that_takes_too_long_is_called_off_and_tried_again(sqlserver: SqlServer, erp: Erp) -> None:
    sqlserver.fault("^UPDATE", "stall")
    assert opt_out(erp) == 5


@pytest.mark.parametrize("at", ["^UPDATE", "^SELECT .kunden", "^SET LOCK_TIMEOUT", "OPENJSON", "LOGIN"])
def test_a_line_cut_in_the_middle_is_away_leaves_nothing_and_the_next_one_works(
    sqlserver: SqlServer, erp: Erp, at: str
) -> None:
    """FreeTDS has no SQLSTATE for it."""
    sqlserver.fault(at, "cut")
    assert refusal(erp)[0] == "erp_away"
    assert flags(sqlserver) == {"Y"}
    assert opt_out(erp) == 5


@pytest.mark.parametrize(("done", "left"), [(False, 5), (True, 0)])
def test_a_commit_without_an_answer_is_unknown_and_applying_again_reads_what_became_of_it(
    sqlserver: SqlServer, erp: Erp, done: bool, left: int
) -> None:
    wanted = changes(customers(erp), "set_no")
    sqlserver.fault("^COMMIT", "cut", after="^UPDATE", done=done)
    with pytest.raises(Unavailable, match="erp_commit_unknown"):
        erp.apply(wanted, now=NOW, source="x")
    assert erp.apply(wanted, now=NOW, source="x") == left
    assert flags(sqlserver) == {"N"}


def test_where_null_is_forbidden_the_savepoint_is_gone_back_to_and_the_cell_emptied(sqlserver: SqlServer) -> None:
    sqlserver.table(PLAIN.replace("varchar(80)", "varchar(80) not null"), FIVE)
    erp = through_freetds(sqlserver, [target(bounce=Bounce("clear"))])
    assert erp.apply(changes(customers(erp)[:1], "clear"), now=NOW, source="x") == 1
    assert sqlserver.rows("mail", order="id")[0] == ("",)
