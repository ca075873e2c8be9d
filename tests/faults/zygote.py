"""A process that has imported everything once and forks a life of abgleich for each order: JSON lines in, JSON out.

A life is what `abgleich once` does, or the service for some turns, with a fixed clock. An order holds `config`, `now`,
and perhaps `at` with `error` (kill or fail before step `at`), `turns` (service), `poison` (reading these bytes kills),
`traced` (wait to be traced before living). The answer holds `signal`, `code` and `steps`.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

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
    """Import what a life needs, also what it would only import when it gets there."""
    import babel.dates
    import babel.numbers
    import charset_normalizer
    import css_inline
    import email_validator
    import filelock
    import jinja2
    import jinja2.sandbox
    import pandas
    import pyarrow
    import sqlalchemy.dialects.sqlite
    import stamina

    import processor.cli
    import processor.report.receipt
    import processor.report.summary  # noqa: F401


def one_life(order: Mapping[str, Any], gate: int, report: int) -> int:
    """Live once and return the exit code; the report names the steps, or the one struck and the one before."""
    from tests.faults.steps import Steps, fail, kill

    world = Path(order["config"]).parent
    log = os.open(f"{order['log']}", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    if order.get("traced"):
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(0x59616D61, _ANYBODY, 0, 0, 0)
    os.read(gate, 1)
    deed = fail(order["error"]) if order.get("error") else kill

    def strike(name: str) -> None:
        os.write(report, "\n".join(steps.names[-2:]).encode())
        deed(name)

    steps = Steps(world, order.get("at", 0), strike)
    code = 0
    try:
        live(order, steps)
    except BaseException:
        traceback.print_exc()
        code = 1
    if not order.get("at"):
        os.write(report, "\n".join(steps.names).encode())
    return code


def live(order: Mapping[str, Any], steps: Any) -> None:
    """Do what the command does: load, lock, open, and one round, or the service for some turns."""
    import logging

    from processor import configuration, service, wiring

    logging.basicConfig(level=logging.INFO)
    now = datetime.fromisoformat(order["now"])
    service.wait_until_settled.__kwdefaults__["pause"] = short(service.wait_until_settled.__kwdefaults__["pause"])
    settings = configuration.load(Path(order["config"]), {})
    if order.get("poison"):
        poison(order["poison"])
    steps.install()
    with wiring.alone(settings), wiring.opened(settings, lambda: now) as parts:
        if decide := order.get("decide"):
            for drop_id, decision in decide.items():
                parts.ledger.drops.decide(drop_id, decision)
        elif turns := order.get("turns"):
            service.serve(
                parts,
                folders=[settings.dropzone.folder],
                scan_seconds=0.02,
                quiet_seconds=0.02,
                stop=Turns(turns),
                shown=lambda done: None,
            )
        else:
            service.run_once(parts)


def short(pause: Callable[[float], None]) -> Callable[[float], None]:
    """A tenth of the pause between two looks, for files here rest at once."""
    return lambda seconds: pause(seconds / 10)


class Turns(Event):
    """Stops the service after so many turns, whatever happens in them."""

    def __init__(self, turns: int) -> None:
        super().__init__()
        self._left = turns

    def wait(self, timeout: float | None = None) -> bool:
        """The breath between two turns."""
        self._left -= 1
        if self._left <= 0:
            self.set()
        return super().wait(0.02)


def poison(sign: str) -> None:
    """From now on, whoever opens a file for reading that holds `sign` dies."""

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and arguments[1] == "rb" and str(arguments[0]).endswith(".copy"):
            fd = os.open(arguments[0], os.O_RDONLY)
            found = sign.encode() in os.read(fd, 1 << 16)
            os.close(fd)
            if found:
                os.abort()

    sys.addaudithook(hear)


if __name__ == "__main__":
    serve()
