"""The three grounds of the contract: SQLite, and real private PostgreSQL and MariaDB servers over ODBC."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parts.ground import Ground
from tests.parts.mariadb import mariadb
from tests.parts.postgres import postgres
from tests.parts.private import Server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    with postgres() as server:
        yield server


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[Server]:
    with mariadb() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        (tmp_path / "erp.db").touch()
        yield Ground("sqlite", str(tmp_path / "erp.db"))
        return
    server = request.getfixturevalue("postgres_server" if request.param == "postgresql" else "mariadb_server")
    place = Ground(request.param, server.odbc)
    yield place
    place.clean()


@pytest.fixture(params=["postgresql", "mariadb"])
def server_ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    """An empty database of each kind that is a server of its own."""
    server = request.getfixturevalue("postgres_server" if request.param == "postgresql" else "mariadb_server")
    place = Ground(request.param, server.odbc)
    yield place
    place.clean()


@pytest.fixture
def file_ground(tmp_path: Path) -> Ground:
    """An empty SQLite file."""
    (tmp_path / "erp.db").touch()
    return Ground("sqlite", str(tmp_path / "erp.db"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate-tsql", action="store_true", help="write the golden T-SQL anew; review it")
