"""The two days that are lived through again and again, each with its end written out by hand."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import checker, world
from tests.faults.checker import Expected, Seen
from tests.faults.lives import Life, Lives
from tests.faults.world import (
    A_PAGE,
    GONE,
    MONDAY,
    MONDAY_NOON,
    NO_SERVER,
    SAID_NO,
    SUBSCRIBERS,
    TOO_MANY,
    TOO_MANY_AGAIN,
    TUESDAY,
    TUESDAY_NOON,
    UWE,
    WEDNESDAY,
)

FIRST_EXPORT = ["clara@example.org", "karl@example.com", "nora@müller-example.de", "paula@example.com"]
NOTHING = Expected([], {}, {}, [], {}, {})
DONE, DONE_TUESDAY, DONE_WEDNESDAY = "done/2026-11-23", "done/2026-11-24", "done/2026-11-25"


@dataclass
class Story:
    """A day that can be begun anew any number of times; `steps` and `papers` are those of a life without a death."""

    place: Path
    now: str
    lives: Lives
    expected: Expected
    beginning: Mapping[str, Mapping[int, tuple[str, object]]]
    rounds: int = 1  # until everything is done: that a mail server is back is told by the round after
    steps: list[str] = field(default_factory=list)
    papers: dict[str, bytes] = field(default_factory=dict)

    @property
    def world(self) -> Path:
        """The folder everything happens in."""
        return self.place / "world"

    @property
    def morning(self) -> Path:
        """The world as it is before the day begins."""
        return self.place / f"morning-{self.now[:10]}"

    def begin(self) -> None:
        """Set everything back to the morning."""
        shutil.rmtree(self.world)
        shutil.copytree(self.morning, self.world)

    def keep(self) -> Story:
        """Remember the world as it is now as the morning, live through the day once without a death, and judge."""
        shutil.rmtree(self.morning, ignore_errors=True)
        shutil.copytree(self.world, self.morning)
        clean = self.live()
        assert clean.well
        seen = self.end(done=1)
        assert not seen.complaints, "\n".join([*seen.complaints, self.lives.log.read_text()[-3000:]])
        self.steps, self.papers = clean.steps, seen.papers
        return self

    def live(self, **order: object) -> Life:
        """Live in the world as it is."""
        return self.lives.live(self.world / "abgleich.toml", self.now, **order)

    def end(self, done: int = 0, *, troubled: bool = False, again: bool = True) -> Seen:
        """Live plainly until everything is done; let the judge look. `again`: one more life must change nothing."""
        ends = [self.live() for _ in range(self.rounds - done)]
        before = self.tree()
        ends += [self.live()] if again else []
        seen = checker.look(self.world, self.expected, self.beginning, troubled)
        seen.complaints += [f"one more round changed {name}" for name in changed(before, self.tree())]
        seen.complaints += [f"a plain round ended with {life}" for life in ends if not life.well]
        papers = changed(self.papers, seen.papers) if self.papers else []
        if troubled:  # of two files with the same bytes the one that could not be taken at once is the second
            papers = [name for name in papers if "Abmeldungen" not in name]
        seen.complaints += [f"not as without a death: {name}" for name in papers]
        return seen

    def tree(self) -> dict[str, bytes]:
        """Everything people and other programs can see."""
        shown = [self.world / name for name in ("drop", "export", "post")]
        files = [path for folder in shown for path in folder.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.world)): path.read_bytes() for path in [*files, self.world / "erp.sqlite"]}


def changed(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Return the names that are not in both with the same content."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def first_day(place: Path, port: int, lives: Lives) -> Story:
    """Return the first day of all, with five files waiting."""
    folder = place / "world"
    shutil.rmtree(folder, ignore_errors=True)
    world.build(folder, port)
    world.drop(folder, "Abmeldungen.csv", SAID_NO, 1)
    world.drop(folder, "bounces/Rückläufer.csv", GONE, 2)
    world.drop(folder, "kaputt.xls", A_PAGE, 3)
    world.drop(folder, "Abmeldungen Kopie.csv", SAID_NO, 4)
    world.drop(folder, "optouts/Abmeldung gesamt.csv", TOO_MANY, 5)
    expected = Expected(
        files=[(SAID_NO, DONE), (SAID_NO, DONE), (GONE, DONE), (A_PAGE, "refused"), (TOO_MANY, "held")],
        kunde={1: ("N", 0), 2: ("N", 0), 5: ("J", 1), 6: ("J", 1)},
        kontakt={1: 1},
        updates=[
            *(("kunde 1", "J0", "N0"), ("kunde 2", "J0", "N0"), ("kontakt 1", "0", "1")),
            *(("kunde 5", "J0", "J1"), ("kunde 6", "J0", "J1")),
        ],
        exports={"new-subscribers-000001.csv": FIRST_EXPORT},
        mails={
            "<held.<Abmeldung gesamt>@example.com>": "[newsletter] ATTENTION – 1 file waits for a decision",
            "<summary.2026-11-23@example.com>": (
                "[newsletter] ATTENTION – 1 file waits for a decision, 1 file refused"
            ),
        },
    )
    return Story(place, MONDAY, lives, expected, {"kunde": world.PEOPLE, "kontakt": world.CONTACTS}).keep()


def second_day(place: Path, port: int, lives: Lives) -> Story:
    """Return the day after: one held file released, one discarded, Anna YES again, mails late.

    An export was drawn on Monday for Uwe and Vera, and the program died just before its file got its name. Now Uwe
    says no.
    """
    folder = place / "world"
    first_day(place, port, lives)  # it ends in the evening of its clean life
    noon = Story(place, MONDAY_NOON, lives, NOTHING, {})
    world.configure(folder, NO_SERVER)
    world.insert(folder, world.NEWCOMERS)
    world.drop(folder, "optouts/Werbesperre alt.csv", TOO_MANY_AGAIN, 6)
    noon.live()
    world.insert(folder, world.LATECOMERS)
    _die_before(noon, "os.link .abgleich-new-subscribers-000002.csv.part")
    numbers = {name: number for number, name in checker.ids_in(folder / "drop").items()}
    decisions = {numbers["<Abmeldung gesamt>"]: "release", numbers["<Werbesperre alt>"]: "discard"}
    noon.live(decide=decisions)
    world.edit(folder, "UPDATE kunde SET newsletter = 'J' WHERE nr = 1")
    world.drop(folder, "Abmeldung Uwe.csv", UWE, 7)
    world.configure(folder, port)
    for mail in (folder / "post").iterdir():
        mail.unlink()
    expected = Expected(
        files=[
            (SAID_NO, DONE),
            (SAID_NO, DONE),
            (GONE, DONE),
            (A_PAGE, "refused"),
            (TOO_MANY, DONE),
            (TOO_MANY_AGAIN, "refused"),
            (UWE, DONE_TUESDAY),
        ],
        kunde=dict.fromkeys((1, 2, 7, 8, 9, 10, 21), ("N", 0)) | {5: ("J", 1), 6: ("J", 1)},
        kontakt={1: 1},
        updates=[(f"kunde {number}", "J0", "N0") for number in (1, 7, 8, 9, 10, 21)],
        exports={
            "new-subscribers-000001.csv": FIRST_EXPORT,
            "new-subscribers-000002.csv": [
                "quirin@example.com",
                "rosa@example.com",
                "sven@example.com",
                "tina@example.com",
                "vera@example.com",
            ],
        },
        mails={
            "<fault.smtp.20261123T110000.begun@example.com>": (
                "[newsletter] FAULT – mail server not reachable since 12:00"
            ),
            "<fault.smtp.20261123T110000.over@example.com>": "[newsletter] OVER – mail server reachable again",
            "<held.<Werbesperre alt>@example.com>": "[newsletter] ATTENTION – 1 file waits for a decision",
            "<summary.2026-11-24@example.com>": (
                "[newsletter] FAULT – mail server not reachable since 23 Nov 2026, 12:00"
            ),
        },
    )
    people = {**world.PEOPLE, **world.NEWCOMERS, **world.LATECOMERS}
    return Story(place, TUESDAY, lives, expected, {"kunde": people, "kontakt": world.CONTACTS}, rounds=2).keep()


def third_day(place: Path, port: int, lives: Lives) -> Story:
    """Return the day of the lists: people move between them, change their address, and the whole list comes.

    The server has fetched the second export, not the first. Since Tuesday noon there are lists, and whom the server has
    is on those he belongs on. Sven moves to Austria; Quirin has a new address, and so has Anna, who said no and is YES
    again; three new customers belong on two lists, on one and on the rest. The server's list knows Zoe whom the ERP
    does not have, and that Karl said no there.
    """
    folder = place / "world"
    before = second_day(place, port, lives)  # it ends in the evening of its clean life
    (folder / "export" / "new-subscribers-000002.csv").unlink()
    noon = Story(place, TUESDAY_NOON, lives, NOTHING, {})
    world.configure(folder, port, world.BY_LISTS)
    noon.live()
    world.insert(folder, world.TRAVELLERS)
    world.edit(
        folder,
        "UPDATE kunde SET land = 'AT' WHERE nr = 19",
        "UPDATE kunde SET email = 'quirin.neu@example.com' WHERE nr = 17",
        "UPDATE kunde SET email = 'anna.neu@example.com', newsletter = 'J' WHERE nr = 1",
    )
    world.drop(folder, "Abonnenten.csv", SUBSCRIBERS, 8)
    for mail in (folder / "post").iterdir():
        mail.unlink()
    people = {**before.beginning["kunde"], **world.TRAVELLERS}
    people |= {1: ("anna.neu@example.com", "J"), 17: ("quirin.neu@example.com", "J")}
    expected = Expected(
        files=[*before.expected.files, (SUBSCRIBERS, DONE_WEDNESDAY)],
        kunde={**before.expected.kunde, 11: ("N", 0)},
        kontakt={1: 1, 3: 1},
        updates=[("kunde 1", "J0", "N0"), ("kunde 11", "J0", "N0"), ("kontakt 3", "0", "1")],
        exports={
            # Nobody has fetched the first one, Karl is in it, and whom else it holds the server has by its own list.
            "de-000003.csv": ["quirin.neu@example.com", "wanda@example.com"],
            "at-000004.csv": ["wanda@example.com", "xaver@example.com", "sven@example.com"],
            "rest-000005.csv": ["yves@example.com"],
            "de-000006-remove.csv": ["sven@example.com"],
            "new-subscribers-000007-remove.csv": ["quirin@example.com"],
        },
        mails={"<summary.2026-11-25@example.com>": "[newsletter] ATTENTION – 1 contradiction"},
    )
    return Story(place, WEDNESDAY, lives, expected, {"kunde": people, "kontakt": world.CONTACTS}).keep()


def _die_before(story: Story, step: str) -> None:
    """Live until just before the first step that begins so, found by living once in a copy."""
    aside = story.place / "aside"
    shutil.copytree(story.world, aside)
    steps = story.live().steps
    shutil.rmtree(story.world)
    aside.rename(story.world)
    at = next(number for number, name in enumerate(steps, start=1) if name.startswith(step))
    died = story.live(at=at)
    assert died.signal == signal.SIGKILL, died
