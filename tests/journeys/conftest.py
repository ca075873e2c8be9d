"""Fixtures of the journeys: a world to lay out, and the servers it may stand on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.world import KONTAKTE, KUNDEN, START, Clock, LayOut, World, targets, to_sftp
from tests.parts.ground import Ground
from tests.parts.mariadb import mariadb
from tests.parts.openssh import OpenSsh, openssh
from tests.parts.postgres import postgres
from tests.parts.private import Server


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate-explain", action="store_true", help="write the golden extracts anew; review them")
    parser.addoption("--regenerate-profiles", action="store_true", help="write what profiles change anew; review it")


@pytest.fixture
def lay_out(tmp_path: Path) -> Iterator[LayOut]:
    """Lay out a world: `customers` id → (mail, news) or (mail, news, name), `contacts` nr → (adresse, kein)."""
    made: list[World] = []

    def build(
        customers: Mapping[int, Sequence[Any]] | None = None,
        contacts: Mapping[int, Sequence[Any]] | None = None,
        drop: Mapping[str, str | bytes] | None = None,
        ground: Ground | None = None,
        **config: Any,
    ) -> World:
        folder = tmp_path / "world"
        for place in ("drop", "export"):
            (folder / place).mkdir(parents=True)
        ground = ground or Ground("sqlite", str(folder / "erp.sqlite"))
        ground.table(
            KUNDEN,
            [(key, *row[:2], None, None, 0, row[2] if len(row) > 2 else "") for key, row in (customers or {}).items()],
        )
        ground.table(KONTAKTE, [(key, *row, None) for key, row in (contacts or {}).items()], name="kontakte")
        world = World(folder, ground, Clock(START))
        way_in = {"url": "sqlite:///erp.sqlite"} if ground.kind == "sqlite" else {"odbc": ground.where}
        world.configure(
            state="state",
            dropzone={"folder": "drop", "quiet_seconds": 0.05, "scan_seconds": 0.5},
            erp={**way_in, "every_seconds": 60, "targets": targets()},
            export={
                "folder": "export",
                "name": "new-{number:03}.csv",
                "columns": {"EMAIL": "{email}"},
                "start": "at once",
            },
            mail={"to": ["admin@firma.example"], "sender": "abgleich@firma.example"},
        )
        world.configure(**config)
        world.drop(drop or {})
        made.append(world)
        return world

    yield build
    for world in made:
        if world.ground.kind != "sqlite":
            world.ground.clean()


@pytest.fixture(scope="session")
def sftp_server() -> Iterator[OpenSsh]:
    with openssh() as server:
        yield server


@pytest.fixture(params=["folder", "sftp"])
def delivered(request: pytest.FixtureRequest, tmp_path: Path, lay_out: LayOut) -> LayOut:
    """Lay out a world whose exports lie in export/; in the second case that is what an SFTP server gives away."""

    def build(*people: Any, **config: Any) -> World:
        world = lay_out(*people, **config)
        if request.param == "sftp":
            ssh: OpenSsh = request.getfixturevalue("sftp_server")
            remote = ssh.make(tmp_path.name)
            (world.folder / "export").rmdir()
            (world.folder / "export").symlink_to(remote)
            to_sftp(world, ssh, remote)
        return world

    return build


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    with postgres() as server:
        yield server


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[Server]:
    with mariadb() as server:
        yield server
