"""SQL Server through FreeTDS, the driver Debian has itself: the same as through Microsoft's, with its own ways."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from processor.erp.gateway import Erp
from processor.erp.targets import Flag, Statement, Target
from tests.parts.ground import target
from tests.parts.sqlserver import SqlServer
from tests.processor.erp.test_sql_server_driver import types_of
from tests.processor.erp.test_sql_server_faults import FIVE, PLAIN, flags, opt_out


def through_freetds(sqlserver: SqlServer, targets: Sequence[Target], timeout: int = 30) -> Erp:
    return Erp.open(odbc=sqlserver.freetds, targets=targets, timeout=timeout)


@pytest.fixture
def erp(sqlserver: SqlServer) -> Erp:
    """Five customers, and one second for everything."""
    sqlserver.table(PLAIN, FIVE)
    return through_freetds(sqlserver, [target()], timeout=1)


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


def test_a_statement_that_takes_too_long_is_called_off_and_tried_again(sqlserver: SqlServer, erp: Erp) -> None:
    sqlserver.fault("^UPDATE", "stall")
    assert opt_out(erp) == 5
