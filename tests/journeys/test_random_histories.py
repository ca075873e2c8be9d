"""Random histories of ERP, lists, deaths and repeats: nobody is exported after a no, everybody eligible exactly once.

Nobody fetches anything, so that after every whole round nobody who said no lies in any export.
The judge knows nothing of the code: it reads the export folder after every round and keeps its own book of who said no.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from unittest.mock import patch

import pytest
import sqlalchemy as sa

from dropzone import durable
from processor import service
from processor.round import one_round
from tests.journeys.world import LayOut, World, bounces, optouts

STEPS = 12
HISTORIES = 12


class Death(BaseException):
    """The process dies here."""


@contextmanager
def dying(at: int) -> Iterator[None]:
    """Die before or after the so many-th transaction or durable write of this life."""
    left = at

    def deadly(real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **named: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                raise Death
            result = real(*args, **named)
            if left == -1:
                raise Death
            return result

        return call

    with (
        patch.object(sa.Engine, "begin", deadly(sa.Engine.begin)),
        patch.object(durable, "put", deadly(durable.put)),
        patch.object(durable, "move", deadly(durable.move)),
        patch.object(durable, "mark", deadly(durable.mark)),
    ):
        yield


@dataclass
class Book:
    """What the judge knows: rows of the ERP, who said no or bounced, whom the server had before any export."""

    rows: dict[int, tuple[str, str]] = field(default_factory=dict)  # number: address, flag as people set it
    looked_at: dict[int, str] = field(default_factory=dict)  # number: address at the last whole round
    no: set[str] = field(default_factory=set)
    bounced: set[str] = field(default_factory=set)
    # An objection may have followed there or not: before a death, or late, if the newsletter server had the former one.
    unsure: set[str] = field(default_factory=set)
    given_up: set[str] = field(default_factory=set)  # a row had it once and has another one since
    was: dict[int, set[str]] = field(default_factory=dict)  # number: addresses at earlier rounds
    there: set[str] = field(default_factory=set)
    seen: dict[str, list[str]] = field(default_factory=dict)  # export: addresses

    def follow(self, *, whole: bool) -> None:
        """The no of a row's address when it was last looked at goes with the row."""
        for number, (address, _) in self.rows.items():
            before = self.looked_at.get(number, address)
            self.was.setdefault(number, set()).update((before, address))  # a life that died may have seen it
            if before != address and before in self.no and address not in self.no:
                (self.no if whole else self.unsure).add(address)
        living = {address for address, _ in self.rows.values()}
        for number, (address, _) in self.rows.items():
            self.unsure |= {address} if (self.was[number] & self.no) - living else set()
        self.unsure -= self.no
        if whole:
            self.looked_at |= {number: address for number, (address, _) in self.rows.items()}


@dataclass
class History:
    """One random history, told step by step so that a failure can be read."""

    world: World
    chance: random.Random
    book: Book = field(default_factory=Book)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def address(self) -> str:
        return f"p{self.chance.randrange(30)}@example.com"

    def row(self) -> int | None:
        return self.chance.choice(sorted(self.book.rows)) if self.book.rows else None

    def create(self) -> None:
        number, address = len(self.told) * 100 + self.chance.randrange(100), self.address()
        if number not in self.book.rows and number not in self.book.looked_at:
            self.world.ground.run("INSERT INTO kunden VALUES (?, ?, 'Y', NULL, NULL, 0, '')", number, address)
            self.book.rows[number] = (address, "Y")
            self.told.append(f"create {number} {address}")

    def edit(self) -> None:
        if (number := self.row()) is not None:
            address = self.address()
            self.world.ground.run("UPDATE kunden SET mail = ?, faulty = 0 WHERE id = ?", address, number)
            self.book.given_up.add(self.book.rows[number][0])
            self.book.rows[number] = (address, self.book.rows[number][1])
            self.told.append(f"edit {number} {address}")

    def delete(self) -> None:
        if (number := self.row()) is not None:
            self.world.ground.run("DELETE FROM kunden WHERE id = ?", number)
            del self.book.rows[number]
            self.told.append(f"delete {number}")

    def say_yes(self) -> None:
        if (number := self.row()) is not None:
            self.world.ground.run("UPDATE kunden SET news = 'Y' WHERE id = ?", number)
            self.told.append(f"yes {number}")

    def optout(self) -> None:
        people = [self.address() for _ in range(self.chance.randrange(1, 4))]
        self.drop(optouts(*people))
        self.book.no |= set(people)

    def bounce(self) -> None:
        people = [self.address() for _ in range(self.chance.randrange(1, 3))]
        day = f"{self.chance.randrange(1, 10):02}.03.2026"
        self.drop(bounces(*((one, day, "550 5.1.1 User unknown") for one in people)), "bounces/")
        self.book.bounced |= set(people)

    def snapshot(self) -> None:
        imported = {one for people in self.book.seen.values() for one in people}
        active = imported | {self.address() for _ in range(2)}
        out = {one for one in active if self.chance.random() < 0.1}
        lines = [f"{one};{'unsubscribed' if one in out else 'subscribed'}" for one in sorted(active)]
        self.drop("\r\n".join(["email;status", *lines, ""]))
        self.book.no |= out
        self.book.there |= active - out

    def again(self) -> None:
        if self.files:
            self.put(*self.chance.choice(self.files))

    def drop(self, content: str, folder: str = "") -> None:
        self.files.append((folder, content.encode()))
        self.put(folder, content.encode())

    def put(self, folder: str, content: bytes) -> None:
        name = f"{folder}Liste-{len(self.told)}-{self.chance.randrange(1000)}.csv"
        self.world.drop({name: content})
        self.told.append(f"drop {name} {content!r}")

    def life(self, death: int = 0) -> None:
        """One life of the program: a round, in whole or until it dies; then the judge looks into the export folder."""
        self.world.clock.go(minutes=self.chance.randrange(1, 200))
        whole = True
        try:
            with self.world.opened() as parts:
                parts.dropzone.prepare()
                service.wait_until_settled(parts, pause=lambda _seconds: None)
                if death:
                    with dying(death):
                        done = one_round(parts, survey=True)
                else:
                    done = one_round(parts, survey=True)
                assert (done.away, done.stuck) == ({}, 0)
        except Death:
            whole = False
        self.told.append("round" if whole else f"died at {death}")
        self.book.follow(whole=whole)
        self.judge(whole=whole)

    def judge(self, *, whole: bool) -> None:
        exports = {name: people for name, people in self.world.exports().items() if not name.startswith(".abgleich-")}
        fresh = {one for name, people in exports.items() if name not in self.book.seen for one in people}
        assert not fresh & (self.book.no | self.book.bounced), "\n".join(self.told)
        assert all(exports.get(name, people) == people for name, people in self.book.seen.items())
        taken_back = [people for name, people in self.book.seen.items() if name not in exports]
        reasons = self.book.no | self.book.unsure | self.book.given_up
        assert all(reasons & set(people) for people in taken_back), "\n".join(self.told)
        if whole:
            assert not self.book.no & set(chain.from_iterable(exports.values())), "\n".join(self.told)
        self.book.seen = exports
        twice = [one for one, times in Counter(chain.from_iterable(exports.values())).items() if times > 1]
        assert twice == [], "\n".join(self.told)


def eligible(history: History) -> set[str]:
    """Who must have been exported in the end: YES in every row, nothing against him, not there already."""
    rows = history.world.customers("mail, news, faulty")
    willing = {mail for mail, news, faulty in rows.values() if news == "Y" and not faulty}
    unwilling = {mail for mail, news, faulty in rows.values() if news != "Y" or faulty}
    book = history.book
    return willing - unwilling - book.no - book.bounced - book.unsure - book.there


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_nobody_is_exported_after_a_no_and_everybody_eligible_exactly_once(lay_out: LayOut, seed: int) -> None:
    world = lay_out(
        guard={"optouts_absolute": 1000, "bounces_absolute": 1000, "unknown_share": 1},
        dropzone={"quiet_seconds": 0.001},
    )
    history = History(world, random.Random(seed))
    create, edit, delete = history.create, history.edit, history.delete
    deeds = [create, create, create, edit, edit, delete, history.say_yes, history.optout, history.bounce]
    deeds += [history.snapshot, history.again]
    for _ in range(STEPS):
        for _ in range(history.chance.randrange(1, 5)):
            history.chance.choice(deeds)()
        history.life(history.chance.choice((0, 0, history.chance.randrange(1, 40))))
    history.life()
    history.life()
    exported = set(world.exported())
    assert eligible(history) <= exported, "\n".join(history.told)
    said_no = {mail for mail, news in world.customers().values() if mail in history.book.no and news == "Y"}
    assert said_no == set(), "\n".join(history.told)
    assert world.names("drop/held") + world.names("drop/refused") == []
