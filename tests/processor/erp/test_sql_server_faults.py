"""SQL Server's errors as Microsoft's own driver gives them: what is tried again, what is said, nothing half done."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from processor.erp.gateway import Erp
from processor.erp.targets import Statement
from processor.errors import Unavailable
from tests.parts.ground import NOW, changes, customers, target
from tests.parts.private import free_port
from tests.parts.sqlserver import SqlServer

PLAIN = "id int primary key, mail varchar(80), news varchar(3)"
FIVE = [(number, f"k{number}@example.com", "Y") for number in range(1, 6)]
DEADLOCK = "Transaction (Process ID 52) was deadlocked on lock resources and has been chosen as the deadlock victim."
DENIED = "The UPDATE permission was denied on the object 'kunden', database 'ERP', schema 'dbo'."


@pytest.fixture
def erp(sqlserver: SqlServer) -> Erp:
    """Five customers, and one second for everything."""
    sqlserver.table(PLAIN, FIVE)
    return sqlserver.erp(target(), timeout=1)


@pytest.fixture
def erp_of_either(either: SqlServer) -> Erp:
    """The same through either driver."""
    either.table(PLAIN, FIVE)
    return either.erp(target(), timeout=1)


def flags(sqlserver: SqlServer) -> set[str]:
    return {news for (news,) in sqlserver.rows("news")}


def opt_out(erp: Erp) -> int:
    return erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x")


def refusal(erp: Erp) -> tuple[str, str]:
    """Let an opt-out fail; what it is called and what the server said."""
    with pytest.raises(Unavailable) as caught:
        opt_out(erp)
    return caught.value.code, str(caught.value.facts.get("why"))


def test_the_victim_of_a_deadlock_is_tried_again_as_a_whole(either: SqlServer, erp_of_either: Erp) -> None:
    either.fault("^UPDATE", "say", 1_205, DEADLOCK, severity=13)
    assert opt_out(erp_of_either) == 5
    assert flags(either) == {"N"}
    assert len({sent.session for sent in either.statements("UPDATE")}) == 2


def test_a_deadlock_again_and_again_is_given_up_after_three_attempts(sqlserver: SqlServer, erp: Erp) -> None:
    sqlserver.fault("^UPDATE", "say", 1_205, DEADLOCK, severity=13, times=9)
    assert refusal(erp) == ("erp_locked", DEADLOCK + " (1205) (SQLExecDirectW)")
    assert len(sqlserver.statements("UPDATE")) == 3
    assert flags(sqlserver) == {"Y"}


def test_a_deadlock_at_the_commit_is_known_not_to_have_happened(sqlserver: SqlServer, erp: Erp) -> None:
    sqlserver.fault("^COMMIT", "say", 1_205, DEADLOCK, severity=13, after="^UPDATE")
    assert opt_out(erp) == 5
    assert flags(sqlserver) == {"N"}


def test_rows_locked_for_long_are_error_1222_and_tried_three_times(sqlserver: SqlServer, erp: Erp) -> None:
    """The lock is real: somebody else's, in the database behind the server."""
    with closing(sqlserver.connect(autocommit=False)) as other:
        other.execute("UPDATE kunden SET mail = 'k5@example.org' WHERE id = 5")
        code, why = refusal(sqlserver.erp(target(), timeout=3))  # a third of it for each lock
        other.rollback()
    assert (code, "(1222)" in why) == ("erp_locked", True)
    assert len(sqlserver.statements("UPDATE")) == 3
    assert flags(sqlserver) == {"Y"}
    assert opt_out(erp) == 5


def test_a_statement_that_takes_too_long_is_called_off_and_tried_again(sqlserver: SqlServer, erp: Erp) -> None:
    sqlserver.fault("^UPDATE", "stall")
    assert opt_out(erp) == 5
    ways = [sent.way for sent in sqlserver.sent()]
    assert ways.count("attention") == 1
    first, second = (sent.session for sent in sqlserver.statements("UPDATE"))
    assert [sent.sql for sent in sqlserver.sent() if sent.session == first][-2] == "ROLLBACK TRANSACTION"
    assert first != second


def test_a_statement_that_always_takes_too_long_is_given_up_in_words(sqlserver: SqlServer, erp: Erp) -> None:
    sqlserver.fault("^UPDATE", "stall", times=9)
    assert refusal(erp) == ("erp_locked", "Query timeout expired (0) (SQLExecDirectW)")
    assert flags(sqlserver) == {"Y"}


def test_a_pass_that_takes_too_long_is_called_off_too(sqlserver: SqlServer, erp: Erp) -> None:
    sqlserver.fault("^SELECT .kunden", "stall")
    with pytest.raises(Unavailable, match="erp_locked"):
        customers(erp)
    assert len(customers(erp)) == 5


@pytest.mark.parametrize("at", ["SERVERPROPERTY", "schema_name", "test max support", "fn_listextendedproperty"])
def test_a_line_cut_while_sqlalchemy_asks_the_server_about_itself_is_away_too(
    sqlserver: SqlServer, erp: Erp, at: str
) -> None:
    """SQLAlchemy swallows it there."""
    sqlserver.fault(at, "cut")
    assert refusal(erp)[0] == "erp_away"
    assert opt_out(erp) == 5


@pytest.mark.parametrize("at", ["^UPDATE", "^SELECT .kunden", "^SET LOCK_TIMEOUT", "OPENJSON", "LOGIN"])
def test_a_line_cut_in_the_middle_is_away_leaves_nothing_and_the_next_one_works(
    either: SqlServer, erp_of_either: Erp, at: str
) -> None:
    either.fault(at, "cut")
    code, why = refusal(erp_of_either)
    assert code == "erp_away"
    assert why
    assert flags(either) == {"Y"}
    assert opt_out(erp_of_either) == 5
    assert "OPENJSON" in either.statements("UPDATE")[-1].sql  # a cut line is no answer to what the server can do


@pytest.mark.parametrize(("done", "left"), [(False, 5), (True, 0)])
def test_a_commit_without_an_answer_is_unknown_and_applying_again_reads_what_became_of_it(
    either: SqlServer, erp_of_either: Erp, done: bool, left: int
) -> None:
    wanted = changes(customers(erp_of_either), "set_no")
    either.fault("^COMMIT", "cut", after="^UPDATE", done=done)
    with pytest.raises(Unavailable, match="erp_commit_unknown"):
        erp_of_either.apply(wanted, now=NOW, source="x")
    assert flags(either) == {"Y" if left else "N"}
    assert erp_of_either.apply(wanted, now=NOW, source="x") == left
    assert flags(either) == {"N"}


@pytest.mark.parametrize(("done", "left"), [(False, 5), (True, 0)])
def test_a_commit_that_takes_too_long_is_read_back_and_written_again_only_where_it_did_not_happen(
    sqlserver: SqlServer, erp: Erp, done: bool, left: int
) -> None:
    sqlserver.fault("^COMMIT", "stall", after="^UPDATE", done=done)
    assert opt_out(erp) == left
    assert flags(sqlserver) == {"N"}
    assert len(sqlserver.statements("UPDATE")) == (1 if done else 2)


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("PWD=falsch", "PWD=geheim", "Login failed for user 'abgleich'."),
        ("Database=anders", "Database=ERP", 'Cannot open database "anders" requested by the login.'),
    ],
)
def test_whoever_is_not_let_in_is_told_why_and_never_the_password(
    sqlserver: SqlServer, wrong: str, right: str, said: str
) -> None:
    erp = Erp.open(odbc=sqlserver.where.replace(right, wrong), targets=[target()])
    code, why = refusal(erp)
    assert code == "erp_away"
    assert why.startswith(said)
    assert "falsch" not in why


def test_a_port_where_nobody_listens_is_away(sqlserver: SqlServer) -> None:
    port = sqlserver.where.partition("localhost,")[2].partition(";")[0]
    erp = Erp.open(odbc=sqlserver.where.replace(port, str(free_port())), targets=[target()], timeout=1)
    assert refusal(erp)[0] == "erp_away"


def test_a_server_that_never_finishes_the_login_is_away(sqlserver: SqlServer, erp: Erp) -> None:
    sqlserver.fault("LOGIN", "stall")
    assert refusal(erp)[0] == "erp_away"


def test_a_server_whose_certificate_nobody_signed_is_not_talked_to(
    sqlserver: SqlServer, erp: Erp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "empty.pem").touch()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "empty.pem"))
    code, why = refusal(erp)
    assert code == "erp_away"
    assert "certificate verify failed" in why
    assert not [sent for sent in sqlserver.sent() if sent.way == "login"]


def test_a_right_that_is_missing_is_said_in_the_servers_words_and_not_tried_again(
    either: SqlServer, erp_of_either: Erp
) -> None:
    either.fault("^UPDATE", "say", 229, DENIED, severity=14, times=99)
    code, why = refusal(erp_of_either)
    assert code == "erp_refuses"
    assert why.startswith(DENIED)
    assert flags(either) == {"Y"}


def test_a_trigger_that_puts_a_value_back_is_found_by_reading_again(either: SqlServer, erp_of_either: Erp) -> None:
    either.run(
        "CREATE TRIGGER back AFTER UPDATE ON kunden WHEN new.id = 3"
        " BEGIN UPDATE kunden SET news = old.news WHERE id = new.id; END"
    )
    with pytest.raises(Unavailable, match="erp_write_reverted") as caught:
        opt_out(erp_of_either)
    assert caught.value.facts["key"] == "[3]"
    assert flags(either) == {"Y"}


def test_a_trigger_that_ends_the_transaction_leaves_nothing_and_the_row_is_named(
    sqlserver: SqlServer, erp: Erp
) -> None:
    said = "The transaction ended in the trigger. The batch has been aborted."
    sqlserver.fault(r"^UPDATE.*OPENJSON", "say", 3_609, said, times=1)
    code, why = refusal(erp)
    assert (code, said in why) == ("erp_refuses", True)
    assert flags(sqlserver) == {"Y"}
    assert opt_out(erp) == 5


def test_a_server_that_falls_silent_holds_nobody_for_ever(sqlserver: SqlServer, erp: Erp) -> None:
    """It does not even answer that the statement is called off: the driver waits two seconds more and hangs up."""
    sqlserver.fault("^UPDATE", "be silent")
    assert opt_out(erp) == 5
    assert flags(sqlserver) == {"N"}


@pytest.mark.parametrize("sql", ["exec dbo.spOff ?", "{call dbo.spOff(?)}"])
def test_an_error_in_a_late_step_of_a_procedure_is_heard_behind_the_results_of_the_earlier_ones(
    sqlserver: SqlServer, erp: Erp, sql: str
) -> None:
    steps = "UPDATE kunden SET news = 'N' WHERE id = :1; SELECT 1 AS a UNION SELECT 2; SELECT b FROM nowhere"
    sqlserver.tell(procedures={"dbo.spOff": steps})
    code, why = refusal(sqlserver.erp(target(optout=Statement(sql, ["id"]))))
    assert (code, "no such table: nowhere (208)" in why) == ("erp_refuses", True)
    assert flags(sqlserver) == {"Y"}


def test_a_row_that_the_server_refuses_is_found_among_the_others_and_named(
    either: SqlServer, erp_of_either: Erp
) -> None:
    either.run(
        "CREATE TRIGGER never BEFORE UPDATE ON kunden WHEN new.id = 4 BEGIN SELECT RAISE(ABORT, 'account closed'); END"
    )
    assert refusal(erp_of_either) == ("erp_refuses", "crm [4]: account closed (50000) (SQLExecDirectW)")
    assert flags(either) == {"Y"}


def test_what_was_written_is_taken_back_and_only_where_it_still_is_ours(sqlserver: SqlServer, erp: Erp) -> None:
    wanted = changes(customers(erp), "set_no")
    erp.apply(wanted, now=NOW, source="x")
    sqlserver.run("UPDATE kunden SET news = 'J' WHERE id = 2")
    assert [one.now for one in erp.standing(wanted)] == ["ours", "edited", "ours", "ours", "ours"]
    ours = wanted[wanted["key"] != "[2]"]
    assert erp.restore(ours, now=NOW, source="x") == 4
    assert sqlserver.rows("news", order="id") == [("Y",), ("J",), ("Y",), ("Y",), ("Y",)]
