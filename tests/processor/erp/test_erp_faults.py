"""What happens when the ERP is away, busy, or goes in the middle: nothing half done, and it works again afterwards."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from processor.erp.gateway import Erp
from processor.erp.sessions import Sessions
from processor.erp.targets import Changed
from processor.erp.trouble import masked, why
from processor.erp.writing import Writer
from processor.errors import Misconfigured, Unavailable
from tests.parts.ground import NOW, Ground, changes, customers, target

PLAIN = "id int primary key, mail varchar(80), news varchar(3)"
FIVE = [(number, f"k{number}@example.com", "Y") for number in range(1, 6)]


def kill_others(ground: Ground) -> None:
    """Cut every other session of the server."""
    if ground.kind == "postgresql":
        ground.run(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND usename = 'erp'"
        )
        return
    for (number,) in ground.run(
        "SELECT id FROM information_schema.processlist WHERE id <> connection_id() AND user = 'erp'"
    ):
        ground.run(f"KILL {number}")


def before(monkeypatch: pytest.MonkeyPatch, owner: type, method: str, act: Callable[[], None]) -> None:
    """Let `act` happen once, just before the method is called for the first time."""
    original, acted = getattr(owner, method), []

    def acting(*arguments: Any) -> Any:
        if not acted:
            acted.append(True)
            act()
        return original(*arguments)

    monkeypatch.setattr(owner, method, acting)


def test_a_connection_killed_after_the_write_leaves_nothing_and_the_next_one_works(
    server_ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    server_ground.table(PLAIN, FIVE)
    erp = server_ground.erp(target())
    wanted = changes(customers(erp), "set_no")
    before(monkeypatch, Writer, "_edited", lambda: kill_others(server_ground))
    with pytest.raises(Unavailable, match="erp_away"):
        erp.apply(wanted, now=NOW, source="x")
    assert {news for (news,) in server_ground.rows("news")} == {"Y"}
    assert erp.apply(wanted, now=NOW, source="x") == 5
    assert {news for (news,) in server_ground.rows("news")} == {"N"}


def test_a_commit_that_fails_is_unknown_and_applying_again_settles_it(
    server_ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    server_ground.table(PLAIN, FIVE)
    erp = server_ground.erp(target())
    wanted = changes(customers(erp), "set_no")
    before(monkeypatch, Sessions, "_commit", lambda: kill_others(server_ground))
    with pytest.raises(Unavailable, match="erp_commit_unknown"):
        erp.apply(wanted, now=NOW, source="x")
    assert erp.apply(wanted, now=NOW, source="x") == 5
    assert erp.apply(wanted, now=NOW, source="x") == 0


def test_a_connection_killed_while_reading_is_away(server_ground: Ground) -> None:
    rows = [(number, f"k{number}@example.com", "Y") for number in range(12_000)]
    server_ground.table(PLAIN, rows)
    reading = server_ground.erp(target()).customers(chunk=100)
    next(reading)
    kill_others(server_ground)
    if server_ground.kind == "mariadb":  # its driver has fetched everything already
        assert sum(map(len, reading)) == 11_900
        return
    with pytest.raises(Unavailable, match="erp_away"):
        list(reading)


@pytest.mark.parametrize(
    "edit", ["UPDATE kunden SET news = 'J' WHERE id = 2", "UPDATE kunden SET mail = 'new@example.com' WHERE id = 2"]
)
def test_an_edit_between_comparing_and_writing_is_seen_too(
    server_ground: Ground, monkeypatch: pytest.MonkeyPatch, edit: str
) -> None:
    """Also on MariaDB, whose transactions keep showing what they saw first."""
    server_ground.table(PLAIN, FIVE)
    erp = server_ground.erp(target())
    wanted = changes(customers(erp), "set_no")
    before(monkeypatch, Writer, "write", lambda: server_ground.run(edit) and None)
    with pytest.raises(Changed) as caught:
        erp.apply(wanted, now=NOW, source="x")
    assert caught.value.keys == (("crm", "[2]"),)
    assert "N" not in {news for (news,) in server_ground.rows("news")}


def test_rows_locked_for_long_are_tried_three_times_and_left_alone(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground.table(PLAIN, FIVE)
    erp = ground.erp(target(), timeout=1)
    wanted = changes(customers(erp), "set_no")
    tried = []
    original = Erp._apply_once
    monkeypatch.setattr(Erp, "_apply_once", lambda *arguments: (tried.append(1), original(*arguments))[1])
    with closing(ground.connect(autocommit=False)) as other:
        other.cursor().execute("UPDATE kunden SET mail = 'k5@example.org' WHERE id = 5")
        with pytest.raises(Unavailable, match="erp_locked"):
            erp.apply(wanted, now=NOW, source="x")
        other.rollback()
    assert len(tried) == 3
    assert {news for (news,) in ground.rows("news")} == {"Y"}
    assert erp.apply(wanted, now=NOW, source="x") == 5


def test_a_lock_that_goes_away_costs_a_retry_only(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    ground.table(PLAIN, FIVE)
    erp = ground.erp(target(), timeout=1)
    wanted = changes(customers(erp), "set_no")
    tried = []
    original = Erp._apply_once
    with closing(ground.connect(autocommit=False)) as other:
        other.cursor().execute("UPDATE kunden SET news = 'X' WHERE id = 5")

        def second_time_free(*arguments: Any) -> int:
            tried.append(1)
            if len(tried) == 2:
                other.rollback()
            return original(*arguments)

        monkeypatch.setattr(Erp, "_apply_once", second_time_free)
        assert erp.apply(wanted, now=NOW, source="x") == 5
    assert len(tried) == 2


def test_a_missing_sqlite_file_is_away_and_never_created(tmp_path: Path) -> None:
    ground = Ground("sqlite", str(tmp_path / "erp.db"))
    with pytest.raises(Unavailable, match="erp_away"):
        customers(ground.erp(target()))
    assert list(tmp_path.iterdir()) == []


def test_a_sqlite_file_that_comes_back_works_again(file_ground: Ground) -> None:
    file_ground.table(PLAIN, FIVE)
    erp, path = file_ground.erp(target()), Path(file_ground.where)
    path.rename(path.with_suffix(".away"))
    with pytest.raises(Unavailable, match="erp_away"):
        customers(erp)
    path.with_suffix(".away").rename(path)
    assert len(customers(erp)) == 5


def test_a_foreign_sqlite_file_keeps_its_journal_mode(file_ground: Ground) -> None:
    file_ground.table(PLAIN, FIVE)
    erp = file_ground.erp(target())
    erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x")
    assert file_ground.run("PRAGMA journal_mode") == [("delete",)]
    assert [path.name for path in Path(file_ground.where).parent.iterdir()] == ["erp.db"]


@pytest.mark.parametrize("url", ["", "no url", "sqlite://", "sqlite:///:memory:", "postgresql://u:geheim@h/d"])
def test_a_url_that_names_no_sqlite_file_is_misconfigured(url: str) -> None:
    with pytest.raises(Misconfigured, match="erp_url_not_sqlite") as caught:
        Erp.open(url=url, targets=[target()])
    assert "geheim" not in str(caught.value)


def test_a_missing_odbc_is_said_when_it_is_needed_only(monkeypatch: pytest.MonkeyPatch, file_ground: Ground) -> None:
    monkeypatch.setitem(sys.modules, "pyodbc", None)
    file_ground.table(PLAIN, FIVE)
    assert len(customers(file_ground.erp(target()))) == 5
    with pytest.raises(Misconfigured, match="odbc_missing"):
        Erp.open(odbc="Driver=x", targets=[target()])


@pytest.mark.parametrize(
    "broken",
    [
        lambda text: re.sub("Port=[0-9]+", "Port=1", text),
        lambda text: text.replace("UID=erp", "UID=nobody"),
        lambda text: text.replace("Driver=", "Driver=/nowhere"),
        lambda text: text.replace("Database=", "Database=nowhere"),
    ],
)
def test_no_way_in_is_away_whatever_the_driver_calls_it(server_ground: Ground, broken: Callable[[str], str]) -> None:
    erp = Erp.open(odbc=broken(server_ground.where), targets=[target()], timeout=2)
    with pytest.raises(Unavailable, match="erp_away") as caught:
        customers(erp)
    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value.facts["why"])


def test_the_erp_may_be_away_at_the_start(server_ground: Ground) -> None:
    """Opening connects to nothing; a service can start before its ERP does."""
    erp = Erp.open(odbc="Driver=/nowhere.so", targets=[target()])
    erp.close()


def test_after_close_the_next_call_connects_anew(ground: Ground) -> None:
    ground.table(PLAIN, FIVE)
    erp = ground.erp(target())
    assert len(customers(erp)) == 5
    erp.close()
    assert len(customers(erp)) == 5


def test_passwords_never_show() -> None:
    string = "Driver=x;UID=me;PWD={s;3}}cret};Database=d"
    assert masked(string) == "Driver=x;UID=me;PWD=***;Database=d"
    assert "hunter2" not in why(Exception("08001", "[08001] [x] login hunter2 failed"), "UID=a; Password = hunter2")
    assert why(Exception("08001", "[08001] [x][y] login\nfailed  " + "z" * 400)).startswith("login failed zzz")
    assert len(why(Exception("08001", "z" * 400))) == 300
