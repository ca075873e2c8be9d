"""For all tests: no law depends on how quick the machine is today; and what speaks as SQL Server does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.parts.sqlserver import AUTHORITY, SqlServer, sql_server

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def sql_server_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlServer]:
    with sql_server(tmp_path_factory.mktemp("sqlserver")) as server:
        yield server


@pytest.fixture
def sqlserver(sql_server_process: SqlServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlServer]:
    """An empty database behind it; Microsoft's driver believes its certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(sql_server_process.folder / AUTHORITY))
    sql_server_process.clean()
    yield sql_server_process
    sql_server_process.clean()


@pytest.fixture(params=["microsoft", "freetds"])
def either(request: pytest.FixtureRequest, sqlserver: SqlServer, monkeypatch: pytest.MonkeyPatch) -> SqlServer:
    """The same, through Microsoft's driver and through Debian's."""
    if request.param == "freetds":
        monkeypatch.setattr(sqlserver, "where", sqlserver.freetds)
    return sqlserver
