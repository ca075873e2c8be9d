"""The service: rounds for years. A bell shortens the wait, the scan finds the files, a stop ends between two."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from types import FrameType

from dropzone.errors import ZoneMisconfigured, ZoneUnavailable
from dropzone.watch import Bell
from processor.domain.receipt import Worded
from processor.errors import Misconfigured, Unavailable
from processor.heartbeat import Heartbeat
from processor.parts import Parts
from processor.restored import take_up_forgotten
from processor.round import one_round
from processor.trouble import Round

log = logging.getLogger("abgleich")

BREATH = 0.5
"""Seconds between two rounds at least, and the longest a stop goes unnoticed while nothing is done."""

ANOTHERS_TURN: dict[str, Worded] = {"turn": ("ledger_turn", {})}
"""Away: what there is to do is in the hands of another machine."""


def run_once(parts: Parts, *, settle: bool = True) -> Round:
    """Do one round over everything that is there; with `settle`, first wait until files rest, at most a minute.

    Nothing is done while another machine that shares the ledger is at work; the Round says so.
    """
    with parts.ledger.turns.taken() as ours:
        if not ours:
            return Round(away=ANOTHERS_TURN)
        with suppress(ZoneUnavailable):  # the round finds it away as well, tells people and does what is left to do
            _prepare(parts)
            if settle:
                with suppress(ZoneUnavailable):
                    look_abroad(parts)
                wait_until_settled(parts)
        return one_round(parts, survey=True)


def serve(
    parts: Parts,
    *,
    folders: Sequence[Path],
    scan_seconds: float,
    quiet_seconds: float,
    stop: Event,
    heartbeat: Heartbeat,
    shown: Callable[[Round], None],
) -> None:
    """Do rounds until `stop` is set; `shown` is told of each. What is away when it starts is waited for.

    `folders` are watched, which only makes it quicker: the scan every `scan_seconds` finds what no event told of.
    """
    wake = Event()
    bell = Bell(folders, wake.set)
    bell.start()
    prepared = False
    status = parts.words.say("cli.status_ready")
    heartbeat.ready(status)
    try:
        while not stop.is_set():
            wake.clear()
            try:
                with parts.ledger.turns.taken() as ours:
                    if ours and not prepared:
                        with suppress(ZoneUnavailable):  # as in run_once
                            _prepare(parts)
                            prepared = True
                    done = one_round(parts) if ours else Round(away=ANOTHERS_TURN)
                status = _status(done, parts)
                if ours:
                    shown(done)
                bell.refresh(force="dropzone" in done.away)
            except Unavailable as problem:  # the ledger itself is away
                log.warning("%s", parts.words.masking().say(f"unavailable.{problem.code}", **problem.facts))
            except Misconfigured:
                raise
            except Exception:
                log.exception("a round failed because of a fault of abgleich itself; the next one follows")
            heartbeat.beat(status)
            stop.wait(BREATH)
            _wait(wake, stop, min(quiet_seconds, scan_seconds) if _settling(parts) else scan_seconds)
    finally:
        heartbeat.stopping()
        bell.stop()


@contextmanager
def stopped_by_signals(stop: Event) -> Iterator[None]:
    """Set `stop` on SIGTERM, SIGINT and, on Windows, Ctrl-Break; work in hand is finished first."""

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    names = [name for name in ("SIGTERM", "SIGINT", "SIGBREAK") if hasattr(signal, name)]
    earlier = {name: signal.signal(getattr(signal, name), end) for name in names}
    try:
        yield
    finally:
        for name, before in earlier.items():
            signal.signal(getattr(signal, name), before)


def wait_until_settled(parts: Parts, *, seconds: float = 60, pause: Callable[[float], None] = sleep) -> None:
    """Look again and again until no file is settling, at most so long; one never finished is left to the next round."""
    end = monotonic() + seconds
    while _still_settling(parts) and monotonic() < end:
        pause(0.2)


def look_abroad(parts: Parts) -> None:
    """Look once into the remote folder that files are fetched from, if there is one, so that they begin to rest."""
    if parts.inlet is not None:
        parts.inlet.look()


def _still_settling(parts: Parts) -> bool:
    if parts.inlet is not None and parts.inlet.settling:
        return True
    return any(sight.state == "settling" for sight in parts.dropzone.look())


def _prepare(parts: Parts) -> None:
    try:
        parts.dropzone.prepare()
        take_up_forgotten(parts)
    except ZoneMisconfigured as problem:
        raise Misconfigured(problem.code, **problem.facts) from problem


def _status(done: Round, parts: Parts) -> str:
    """One line for the service manager: what this round did and what is waiting."""
    if done.away:
        code, facts = next(iter(done.away.values()))
        return parts.words.say(f"unavailable.{code}", **facts)
    held = len(parts.ledger.drops.waiting_for_decision())
    return parts.words.say("cli.status_round", files=len(done.entries), held=held)


def _settling(parts: Parts) -> bool:
    """Whether a file is about to be ready, so that the next round should come soon."""
    if parts.inlet is not None and parts.inlet.settling:
        return True
    try:
        return any(sight.state in ("settling", "ready") for sight in parts.dropzone.look())
    except ZoneUnavailable:
        return False


def _wait(wake: Event, stop: Event, seconds: float) -> None:
    """Wait for the bell, a stop, or so long."""
    end = monotonic() + seconds
    while not stop.is_set() and (left := end - monotonic()) > 0:
        if wake.wait(min(left, BREATH)):
            return
