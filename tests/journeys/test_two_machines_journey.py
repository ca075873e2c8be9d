"""Two machines on one ledger and one drop folder: everything is done once, whoever of them does it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from queue import Queue
from threading import Event
from typing import Any

import pytest

from processor import configuration, journey, service, wiring
from processor.parts import Parts
from tests.journeys.post_office import PostOffice
from tests.journeys.world import LayOut, World, optouts
from tests.parts.private import Server
from tests.parts.shared_ledger import empty, shared_ledger

PEOPLE = [f"p{number}@example.com" for number in range(12)]


@pytest.fixture(scope="session")
def postgres_ledger(postgres_server: Server) -> Iterator[str]:
    with shared_ledger(postgres_server) as url:
        yield url


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PostOffice]:
    office = PostOffice(tmp_path)
    office.open()
    yield office
    office.shut()


@pytest.fixture
def world(lay_out: LayOut, postgres_ledger: str, office: PostOffice) -> World:
    """Twelve customers; the first says no in a file that lies there."""
    empty(postgres_ledger)
    people = {number: (address, "Y") for number, address in enumerate(PEOPLE)}
    return lay_out(people, drop={"a.csv": optouts(PEOPLE[0])}, ledger={"url": postgres_ledger}, mail=office.settings())


@contextmanager
def machine(world: World, name: str) -> Iterator[Parts]:
    """The parts of a machine with a state folder of its own."""
    toml = world.folder / f"{name}.toml"
    toml.write_text(world.toml.read_text().replace('state = "state"', f'state = "{name}"'))
    with wiring.opened(configuration.load(toml, {}), now=world.clock) as parts:
        yield parts


def test_a_file_that_one_machine_reads_is_left_alone_by_the_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, go_on, really = Event(), Event(), journey.read

    def slow(*arguments: Any) -> Any:
        if not reading.is_set():
            reading.set()
            go_on.wait(60)
        return really(*arguments)

    monkeypatch.setattr(journey, "read", slow)
    with machine(world, "one") as one, machine(world, "two") as two, ThreadPoolExecutor() as threads:
        first = threads.submit(service.run_once, one)
        assert reading.wait(60)
        others = [service.run_once(two) for _ in range(4)]
        go_on.set()
        done = first.result(60)
        assert [entry.state for entry in done.entries] == ["applied"]
        assert [(other.entries, list(other.away)) for other in others] == [([], ["turn"])] * 4
        assert not service.run_once(two).away
    assert world.customers("news")[0] == "N"
    assert [name for name in world.names() if name.endswith(".csv")][-1].startswith("done/")
    assert world.exported() == sorted(PEOPLE[1:])


class Heart:
    """A heartbeat that lets the test hear what the service says of itself."""

    def __init__(self) -> None:
        self.told: Queue[str] = Queue()
        self.ready = self.beat = self.told.put

    def stopping(self) -> None:
        self.told.put("")


def test_a_service_says_that_it_waits_for_its_turn_and_works_when_it_comes(world: World) -> None:
    heart, stop, shown = Heart(), Event(), Event()
    with machine(world, "one") as one, machine(world, "two") as two, ThreadPoolExecutor() as threads:
        with one.ledger.turns.taken():
            times = {"scan_seconds": 0.1, "quiet_seconds": 0.05}
            loop = partial(service.serve, stop=stop, heartbeat=heart, shown=lambda _done: shown.set(), **times)
            running = threads.submit(loop, two, folders=[world.folder / "drop"])
            while "Another machine" not in heart.told.get(timeout=60):
                assert not shown.is_set()
            assert world.names() == ["a.csv"]
        assert shown.wait(60)
        stop.set()
        running.result(60)


def test_of_many_rounds_at_once_nothing_is_done_twice_and_nothing_is_lost(world: World, office: PostOffice) -> None:
    with machine(world, "one") as one, machine(world, "two") as two, ThreadPoolExecutor() as threads:
        for number, address in enumerate(PEOPLE[1:6]):
            world.drop({f"{number}.csv": optouts(address)})
            world.ground.run("INSERT INTO kunden (id, mail, news, faulty) VALUES (?, ?, 'Y', 0)", *new(number))
            world.clock.go(hours=5)
            for done in threads.map(service.run_once, [one, two]):
                assert not done.stuck
                assert {entry.state for entry in done.entries} <= {"applied"}
        for parts in (one, two):
            assert not service.run_once(parts).away
    said_no = set(PEOPLE[:6])
    assert {row for row in world.customers("mail, news").values() if row[1] == "N"} == {(one, "N") for one in said_no}
    exported = world.exported()
    assert len(exported) == len(set(exported))
    assert set(exported) - said_no == {*PEOPLE[6:], *(new(number)[1] for number in range(5))}
    originals = [name for name in world.names() if name.endswith(".ID.csv")]
    assert len(originals) == 6
    assert {name.partition("/")[0] for name in world.names()} == {"done"}
    sent = [mail["Message-ID"] for mail in office.mails]
    assert len(sent) == len(set(sent))
    assert len([subject for subject in office.subjects if subject]) == len(sent) >= 1


def new(number: int) -> tuple[int, str]:
    return 100 + number, f"new{number}@example.com"
