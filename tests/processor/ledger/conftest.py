"""An empty ledger of each kind: SQLite in a folder of its own, and one on a server, which several machines share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from processor.ledger import Ledger
from tests.parts.postgres import postgres
from tests.parts.shared_ledger import empty, shared_ledger


@pytest.fixture(scope="session")
def postgres_ledger() -> Iterator[str]:
    with postgres() as server, shared_ledger(server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty ledger of each kind is opened."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    url: str = request.getfixturevalue("postgres_ledger")
    empty(url)
    return url


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    opened = Ledger.open(ledger_url)
    yield opened
    opened.close()
