"""A file that kills the program whenever its bytes are read."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.faults import world
from tests.faults.lives import Lives
from tests.faults.world import MONDAY

DEADLY = b"E-Mail\ngift@example.com\n"


def test_after_three_deaths_the_file_is_refused_and_the_others_of_its_minute_are_done(
    place: Path, port: int, lives: Lives
) -> None:
    folder = place / "world"
    shutil.rmtree(folder, ignore_errors=True)
    config = world.build(folder, port)
    world.drop(folder, "optouts/a gift.csv", DEADLY, 1)
    world.drop(folder, "Abmeldungen.csv", world.SAID_NO, 2)
    ends = [lives.live(config, MONDAY, poison="gift@example.com") for _ in range(4)]
    assert [end.signal for end in ends] == [signal.SIGABRT] * 3 + [0]
    assert ends[3].well
    bytes_in = {path: path.read_bytes() for path in (folder / "drop").rglob("*") if path.is_file()}
    places = {data: path.parent.name for path, data in bytes_in.items()}
    assert (places[DEADLY], places[world.SAID_NO]) == ("refused", "2026-11-23")
    [why] = (folder / "drop" / "refused").glob("*.why.txt")
    assert "3 times" in why.read_text()
    assert not list((folder / "drop" / "working").iterdir())
    with closing(sqlite3.connect(folder / "erp.sqlite")) as erp:
        assert erp.execute("SELECT count(*) FROM updates").fetchone() == (3,)
