"""A process that has imported everything once and forks a life of abgleich for each order: JSON lines in, JSON out.

A life is what `abgleich once` does, or the service for some turns, with a fixed clock. An order holds `config`, `now`,
and perhaps `at` with `error` (kill or fail before step `at`), `turns` (service), `decide` (held files, by number),
`poison` (reading these bytes kills), `traced` (wait to be traced before living). The answer holds `signal`, `code` and
`steps`.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import sys
import tomllib
import traceback
import zoneinfo
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from itertools import product
from pathlib import Path
from threading import Event
from typing import Any

PATIENCE = 120
"""Seconds after which a life that hangs is ended."""

WARM = ("charset_normalizer", "css_inline", "email_validator", "jinja2.sandbox", "pandas", "pyarrow", "stamina")
WARM += ("sqlalchemy.dialects.sqlite", "processor.cli", "processor.report.receipt", "processor.report.summary")

_ANYBODY = -1  # PR_SET_PTRACER_ANY of prctl(2)


def serve() -> None:
    """Answer orders until the input ends."""
    warm()
    gc.collect()
    gc.freeze()  # what every child shares is never written to, and so never copied
    gc.disable()
    answer({"ready": True})
    for line in sys.stdin:
        order = json.loads(line)
        reader, writer = os.pipe()
        gate, opener = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reader)
            os.close(opener)
            os._exit(one_life(order, gate, writer))
        os.close(writer)
        os.close(gate)
        if order.get("traced"):
            answer({"pid": pid})
            sys.stdin.readline()
        os.close(opener)
        with os.fdopen(reader, encoding="utf-8") as report:
            steps = report.read().splitlines()
        _, status = os.waitpid(pid, 0)
        ended = {"signal": os.WTERMSIG(status)} if os.WIFSIGNALED(status) else {"code": os.WEXITSTATUS(status)}
        answer({"signal": 0, "code": None, "steps": steps} | ended)


def answer(what: Mapping[str, Any]) -> None:
    """Say one line."""
    print(json.dumps(what), flush=True)


def warm() -> None:
    """Import and prepare what a life needs, also what it would only come to later; no threads, those do not fork."""
    for name in WARM:
        import_module(name)
    import babel.dates
    import babel.numbers

    import processor.settings
    from processor.report import page
    from processor.report.words import Words
    from processor.shipped import shipped

    babel.numbers.format_decimal(1.5, locale="en")
    babel.dates.format_datetime(locale="en")
    tomllib.loads = cache(tomllib.loads)  # the same words are read in every life
    zoneinfo.available_timezones = processor.settings.available_timezones = cache(zoneinfo.available_timezones)
    zoneinfo.available_timezones()
    Words.load("en", [shipped("templates")])
    for html, mask in product((True, False), repeat=2):
        environment = page._environment((shipped("templates"),), html, mask)
        for name in environment.list_templates(extensions=["j2"]):
            environment.get_template(name)


def one_life(order: Mapping[str, Any], gate: int, report: int) -> int:
    """Live once and return the exit code; the report names the steps, or the one struck and the one before."""
    from tests.faults.steps import Steps, fail, kill

    world = Path(order["config"]).parent
    log = os.open(f"{order['log']}", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    signal.alarm(PATIENCE)
    if order.get("traced"):
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(0x59616D61, _ANYBODY, 0, 0, 0)
    os.read(gate, 1)
    deed = fail(order["error"]) if order.get("error") else kill

    def strike(name: str) -> None:
        os.write(report, "\n".join(steps.names[-2:]).encode())
        deed(name)

    steps = Steps(world, order.get("at", 0), strike)
    try:
        code = live(order, steps)
    except BaseException:
        traceback.print_exc()
        code = 1
    if not order.get("at"):
        os.write(report, "\n".join(steps.names).encode())
    return code


def live(order: Mapping[str, Any], steps: Any) -> int:
    """Give the command `once`, or `run` for some turns, or a decision; return the exit code."""
    import typer

    from processor import service, wiring
    from processor.cli import options, working

    clock = Turns(order.get("turns", 0), datetime.fromisoformat(order["now"]))
    opened = wiring.opened
    wiring.opened = lambda settings: opened(settings, clock.now)
    working.Event = lambda: clock
    service.wait_until_settled.__kwdefaults__["pause"] = short(service.wait_until_settled.__kwdefaults__["pause"])
    config = Path(order["config"])
    if order.get("poison"):
        poison(order["poison"])
    steps.install()
    try:
        if decisions := order.get("decide"):
            with opened(options.load(config)) as parts:
                for drop_id, decision in decisions.items():
                    parts.ledger.drops.decide(drop_id, decision)
        elif order.get("turns"):
            working.run(config)
        else:
            working.once(config, as_json=True)
    except typer.Exit as end:
        return int(end.exit_code)
    return 0


def short(pause: Callable[[float], None]) -> Callable[[float], None]:
    """A tenth of the pause between two looks, for files here rest at once."""
    return lambda seconds: pause(seconds / 10)


class Turns(Event):
    """Stops the service after so many turns, whatever happens in them; its clock ticks a little with each."""

    def __init__(self, turns: int, start: datetime) -> None:
        super().__init__()
        self._left, self._now = turns, start

    def now(self) -> datetime:
        """What the clock says."""
        return self._now

    def wait(self, timeout: float | None = None) -> bool:
        """The breath between two turns."""
        self._now += timedelta(milliseconds=1)
        self._left -= 1
        if self._left <= 0:
            self.set()
        return super().wait(0.02)


def poison(sign: str) -> None:
    """From now on, whoever opens a file for reading that holds `sign` dies."""

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and arguments[1] == "r" and str(arguments[0]).endswith(".copy"):
            fd = os.open(arguments[0], os.O_RDONLY)
            found = sign.encode() in os.read(fd, 1 << 16)
            os.close(fd)
            if found:
                os.abort()

    sys.addaudithook(hear)


if __name__ == "__main__":
    serve()
