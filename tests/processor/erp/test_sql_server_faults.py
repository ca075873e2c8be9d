"""SQL Server's errors as Microsoft's own driver gives them: what is tried again, what is said, nothing half done."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from processor.erp.gateway import Erp
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


def flags(sqlserver: SqlServer) -> set[str]:
    return {news for (news,) in sqlserver.rows("news")}


def opt_out(erp: Erp) -> int:
    return erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x")


def refusal(erp: Erp) -> tuple[str, str]:
    """Let an opt-out fail; what it is called and what the server said."""
    with pytest.raises(Unavailable) as caught:
        opt_out(erp)
    return caught.value.code, str(caught.value.facts.get("why"))


def test_the_victim_of_a_deadlock_is_tried_again_as_a_whole(sqlserver: SqlServer, erp: Erp) -> None:
    sqlserver.fault("^UPDATE", "say", 1_205, DEADLOCK, severity=13)
    assert opt_out(erp) == 5
    assert flags(sqlserver) == {"N"}
    assert len({sent.session for sent in sqlserver.statements("UPDATE")}) == 2


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


@pytest.mark.parametrize("at", ["^UPDATE", "^SELECT .kunden", "^SET LOCK_TIMEOUT", "OPENJSON", "LOGIN"])
def test_a_line_cut_in_the_middle_is_away_leaves_nothing_and_the_next_one_works(
    sqlserver: SqlServer, erp: Erp, at: str
) -> None:
    sqlserver.fault(at, "cut")
    code, why = refusal(erp)
    assert code == "erp_away"
    assert why
    assert flags(sqlserver) == {"Y"}
    assert opt_out(erp) == 5
    assert "OPENJSON" in sqlserver.statements("UPDATE")[-1].sql  # a cut line is no answer to what the server can do


@pytest.mark.parametrize(("done", "left"), [(False, 5), (True, 0)])
def test_a_commit_without_an_answer_is_unknown_and_applying_again_reads_what_became_of_it(
    sqlserver: SqlServer, erp: Erp, done: bool, left: int
) -> None:
    wanted = changes(customers(erp), "set_no")
    sqlserver.fault("^COMMIT", "cut", after="^UPDATE", done=done)
    with pytest.raises(Unavailable, match="erp_commit_unknown"):
        erp.apply(wanted, now=NOW, source="x")
    assert flags(sqlserver) == {"Y" if left else "N"}
    assert erp.apply(wanted, now=NOW, source="x") == left
    assert flags(sqlserver) == {"N"}


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
    sqlserver: SqlServer, erp: Erp
) -> None:
    sqlserver.fault("^UPDATE", "say", 229, DENIED, severity=14, times=99)
    code, why = refusal(erp)
    assert code == "erp_refuses"
    assert why.startswith(DENIED)
    assert flags(sqlserver) == {"Y"}


def test_a_trigger_that_puts_a_value_back_is_found_by_reading_again(sqlserver: SqlServer, erp: Erp) -> None:
    sqlserver.run(
        "CREATE TRIGGER back AFTER UPDATE ON kunden WHEN new.id = 3"
        " BEGIN UPDATE kunden SET news = old.news WHERE id = new.id; END"
    )
    with pytest.raises(Unavailable, match="erp_write_reverted") as caught:
        opt_out(erp)
    assert caught.value.facts["key"] == "[3]"
    assert flags(sqlserver) == {"Y"}


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
