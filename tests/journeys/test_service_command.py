"""`abgleich run` in a process of its own: it watches, it ends when told, and there is one of it."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.journeys.world import COMMAND, LayOut, World, optouts, plain_environment

CUSTOMERS = {1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y")}


@contextmanager
def service(world: World) -> Iterator[subprocess.Popen[str]]:
    """A running service, past its start; it is ended by its own process."""
    process = subprocess.Popen(
        [*COMMAND, "run"],
        cwd=world.folder,
        env=plain_environment({"PYTHONUNBUFFERED": "1"}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert "Watching" in process.stdout.readline()
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def soon(true: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def test_a_file_dropped_while_it_runs_gets_its_receipt(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, dropzone={"scan_seconds": 3600})  # only the bell can bring it in time
    with service(world) as running:
        assert soon(lambda: world.exported() == ["anna@example.com", "bernd@example.de"])
        world.drop({"optouts/Abmeldungen.csv": optouts("anna@example.com")})
        assert soon(lambda: any(name.endswith(".receipt.txt") for name in world.names()))
        assert world.customers("news") == {1: "N", 2: "Y"}
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=20)
    assert running.returncode == 0
    assert "Abmeldungen.csv" in out
    assert "Traceback" not in out + err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_orderly_when_told_so(lay_out: LayOut, number: signal.Signals) -> None:
    world = lay_out(CUSTOMERS)
    with service(world) as running:
        running.send_signal(number)
        out, err = running.communicate(timeout=10)
        assert (running.returncode, "Traceback" in out + err) == (0, False)


def test_a_second_instance_says_eleven_and_disturbs_nothing(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    with service(world) as running:
        for command in ("run", "once"):
            second = world.command(command)
            assert second.returncode == 11
            assert "works on this state folder already" in second.stderr
            assert "Traceback" not in second.stderr
        assert world.command("status").returncode == 0
        assert running.poll() is None


def test_it_survives_a_drop_folder_that_comes_and_goes(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    with service(world) as running:
        assert soon(lambda: (world.folder / "drop" / "done").exists())
        (world.folder / "drop").rename(world.folder / "elsewhere")
        assert soon(lambda: len(world.subjects("fault")) == 1)
        (world.folder / "elsewhere").rename(world.folder / "drop")
        world.drop({"Abmeldungen.csv": optouts("anna@example.com")})
        assert soon(lambda: world.customers("news")[1] == "N")
        assert soon(lambda: len(world.subjects("fault")) == 2)
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=20)
    assert (running.returncode, "Traceback" in out + err) == (0, False)


def test_a_new_customer_is_exported_without_any_file_being_dropped(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, erp={"every_seconds": 0.5})
    with service(world):
        assert soon(lambda: len(world.exported()) == 2)
        world.ground.run("INSERT INTO kunden VALUES (3, 'carla@example.net', 'Y', NULL, NULL, 0, '')")
        assert soon(lambda: world.exported() == ["anna@example.com", "bernd@example.de", "carla@example.net"])


def test_a_drop_folder_that_is_away_at_the_start_is_told_and_waited_for(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, mail={"at": "00:00"})
    drop, elsewhere = world.folder / "drop", world.folder / "elsewhere"
    drop.rename(elsewhere)
    with service(world) as running:
        assert soon(lambda: len(world.subjects("fault")) == 1 and len(world.subjects("summary")) == 1)
        assert "FAULT – drop folder not reachable" in world.subjects("summary")[0]
        assert not drop.exists()
        elsewhere.rename(drop)
        world.drop({"Abmeldungen.csv": optouts("anna@example.com")})
        assert soon(lambda: world.customers("news")[1] == "N")
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=20)
    assert (running.returncode, "Traceback" in out + err) == (0, False)
