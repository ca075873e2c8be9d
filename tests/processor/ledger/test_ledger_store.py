"""Opening the ledger: durable, with a version, and never one from the future."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from processor.errors import Misconfigured, Unavailable
from processor.ledger import Ledger, schema
from tests.processor.ledger.filing import enter


def test_a_ledger_of_a_newer_program_is_refused_and_left_as_it_is(ledger: Ledger, ledger_url: str) -> None:
    with ledger._engine.begin() as connection:
        newer = schema.meta.update().where(schema.meta.c.name == "version")
        connection.execute(newer.values(value=str(schema.VERSION + 1)))
    with pytest.raises(Misconfigured) as refusal:
        Ledger.open(ledger_url)
    assert refusal.value.code == "ledger_newer"
    assert refusal.value.facts == {"found": schema.VERSION + 1, "known": schema.VERSION}


def test_what_was_noted_is_there_after_opening_again_and_so_is_the_installation(ledger_url: str) -> None:
    first = Ledger.open(ledger_url)
    enter(first, "k3f9a2zz")
    installation = first.installation
    first.close()
    second = Ledger.open(ledger_url)
    assert second.drops.get("k3f9a2zz").name == "k3f9a2zz.csv"
    assert second.installation == installation
    second.close()


def test_two_installations_differ(tmp_path: Path) -> None:
    tokens = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        ledger = Ledger.in_folder(tmp_path / name)
        tokens.add(ledger.installation)
        ledger.close()
    assert len(tokens) == 2


def test_every_connection_survives_a_power_cut_and_lets_others_read(tmp_path: Path) -> None:
    ledger = Ledger.in_folder(tmp_path)
    with ledger._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 30_000
    ledger.close()


def test_a_reader_stands_beside_a_writer(ledger: Ledger) -> None:
    enter(ledger, "before")
    with ledger._engine.begin() as writer:
        writer.execute(sa.update(schema.drop).values(state="planned"))
        assert ledger.drops.get("before").state == "claimed"
    assert ledger.drops.get("before").state == "planned"


def test_a_database_that_is_away_is_the_worlds_fault(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as problem:
        Ledger.in_folder(tmp_path / "not" / "there")
    assert problem.value.code == "ledger_away"


def test_a_url_nobody_understands_is_the_operators_fault_and_shows_no_password() -> None:
    for url in ("not a url", "nosuchdb://user:secret@host/db"):
        with pytest.raises(Misconfigured) as problem:
            Ledger.open(url)
        assert "secret" not in str(problem.value)


def test_a_moment_without_a_zone_never_reaches_the_ledger(ledger: Ledger) -> None:
    with pytest.raises((ValueError, sa.exc.StatementError)):
        enter(ledger, "naive", received=datetime(2026, 1, 1))  # noqa: DTZ001
