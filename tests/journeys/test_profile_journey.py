"""Each ready profile on a copy of its ERP's tables, on the server that ERP runs on: the whole way, rows compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from processor.configuration import write_sample
from processor.profiles import PROFILES, Profile, erp_table
from processor.shipped import shipped
from tests.journeys.world import START, Clock, World, bounces, optouts
from tests.parts.ground import Ground

READY = [profile for profile in PROFILES if profile.proven]
SAMPLES = shipped("samples") / "erps"

Rows = dict[str, list[dict[str, str]]]


@pytest.fixture(params=READY, ids=lambda profile: profile.name)
def profile(request: pytest.FixtureRequest) -> Profile:
    return request.param


@pytest.fixture
def schema(profile: Profile) -> str:
    return (SAMPLES / f"{profile.name}.sql").read_text(encoding="utf-8")


@pytest.fixture
def erp(profile: Profile, schema: str, request: pytest.FixtureRequest) -> Iterator[Ground]:
    """A database of its own on the profile's server, with its sample schema in it."""
    server = request.getfixturevalue("postgres_server" if profile.server == "postgresql" else "mariadb_server")
    outer = Ground(profile.server, server.odbc)
    name = f"profile_{profile.name.replace('-', '_')}"
    outer.run(f"DROP DATABASE IF EXISTS {name}")
    outer.run(f"CREATE DATABASE {name}")
    inner = Ground(profile.server, re.sub(r"Database=\w+", f"Database={name}", server.odbc))
    for statement in re.split(r";\n(?=CREATE|INSERT|SELECT|$)", schema):
        if statement.strip():
            inner.run(statement)
    yield inner
    outer.run(f"DROP DATABASE {name}{' WITH (FORCE)' if profile.server == 'postgresql' else ''}")


@pytest.fixture
def world(profile: Profile, erp: Ground, tmp_path: Path) -> World:
    """A world with what `abgleich init --erp` writes; only places and the way in are this test's."""
    for place in ("drop", "export"):
        (tmp_path / place).mkdir()
    path = tmp_path / "abgleich.toml"
    write_sample(path, "en", erp_table(profile), profile.exclude)
    text = path.read_text(encoding="utf-8")
    places = {
        'state = "/var/lib/abgleich"': 'state = "state"',
        'folder = "/srv/newsletter/drop"': 'folder = "drop"\nquiet_seconds = 0.05',
        '#folder = "/srv/newsletter/export"': 'folder = "export"',
        '#start = "report"': 'start = "at once"',
    }
    for old, new in places.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    text, ways_in = re.subn(r"^odbc = .*$", lambda _: f"odbc = '{erp.where}'", text, flags=re.MULTILINE)
    assert ways_in == 1
    path.write_text(text, encoding="utf-8")
    return World(tmp_path, erp, Clock(START))


def rows(erp: Ground, schema: str) -> Rows:
    """Every row of every table of the sample, as texts by column."""
    found: Rows = {}
    for name in re.findall(r"^CREATE TABLE (`[^`]+`|\w+)", schema, flags=re.MULTILINE):
        with closing(erp.connect()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(f"SELECT * FROM {name}")
            columns = [column[0] for column in cursor.description]
            cells = [[said(cell) for cell in row] for row in cursor.fetchall()]
        found[name.strip("`")] = sorted(
            (dict(zip(columns, row, strict=True)) for row in cells), key=lambda row: list(row.values())
        )
    return found


def said(cell: Any) -> str:
    """A value as text; a time that the server's own clock set is only called so."""
    if isinstance(cell, datetime):
        written = cell.replace(tzinfo=None)
        return "the server's time" if written.year > 2025 and written.date() != START.date() else written.isoformat(" ")
    if isinstance(cell, (bytes, bytearray)):
        return bytes(cell).hex()
    return cell.isoformat() if isinstance(cell, date) else repr(cell)


def difference(before: Rows, after: Rows) -> str:
    """What changed, as text: a row that is another one now by what it holds else."""
    lines = []
    for table, was in before.items():
        gone = [row for row in was if row not in after[table]]
        come = [row for row in after[table] if row not in was]
        for old in gone:
            new = max(come, key=lambda row, old=old: alike(old, row), default=None)
            if new is None or alike(old, new) * 2 <= len(old):
                lines.append(f"{table} - {shown(old)}")
                continue
            come.remove(new)
            changed = [f"{name}: {old[name]} → {new[name]}" for name in old if old[name] != new[name]]
            lines.append(f"{table} {shown(dict(list(old.items())[:3]))}: {', '.join(changed)}")
        lines += [f"{table} + {shown(row)}" for row in come]
    return "".join(f"{line}\n" for line in lines)


def alike(one: dict[str, str], other: dict[str, str]) -> int:
    return sum(one[name] == other[name] for name in one)


def shown(row: dict[str, str]) -> str:
    return ", ".join(f"{name} {cell}" for name, cell in row.items() if cell != "None")


def test_an_optout_a_bounce_and_a_new_subscriber_go_the_erps_own_way(
    world: World, erp: Ground, schema: str, profile: Profile, request: pytest.FixtureRequest
) -> None:
    checked = world.command("check")
    assert checked.returncode == 0, checked.stdout
    before = rows(erp, schema)
    leaving = [address for address in ("anna@example.com", "wieder@example.com") if address in schema.lower()]
    world.drop(
        {
            "Abmeldungen.csv": optouts(*leaving),
            "bounces/liste.csv": bounces(("weg@example.com", "01.03.2026", "550 5.1.1 User unknown")),
        }
    )
    done = world.round()
    assert (sorted(entry.state for entry in done.entries), done.away, done.stuck) == (["applied", "applied"], {}, 0)
    after = rows(erp, schema)
    told = f"exported: {', '.join(world.exported())}\n{difference(before, after)}"
    golden = SAMPLES / f"{profile.name}.after.txt"
    if request.config.getoption("--regenerate-profiles"):
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")
    assert "neu@example.com" in world.exported()
    assert not {"anna@example.com", "weg@example.com", "nein@example.com"} & set(world.exported())

    world.clock.go(hours=1)
    world.round()
    assert rows(erp, schema) == after, "a second round finds nothing left to do"
    assert world.command("check").returncode == 0
