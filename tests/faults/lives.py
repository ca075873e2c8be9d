"""Lives of abgleich in children that may die: told to the zygote, one after another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Life:
    """How a life ended: signal or 0, exit code or None, its steps; if one was struck, that and the one before."""

    signal: int
    code: int | None
    steps: list[str]

    @property
    def well(self) -> bool:
        """Whether it ended as the command does: all is well, some refused, some held, or something away."""
        return self.code in (0, 3, 4, 75)


class Lives:
    """The zygote and its children; close it at the end."""

    def __init__(self, log: Path) -> None:
        self.log = log
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        self._zygote = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.zygote"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd=ROOT,
            text=True,
        )
        assert self._answer() == {"ready": True}

    def live(self, config: Path, now: str, **order: Any) -> Life:
        """Live once, as the order says (see the zygote), and return how it ended."""
        self._ask(order | {"config": str(config), "now": now, "log": str(self.log)})
        return Life(**self._answer())

    def live_traced(self, config: Path, now: str, tracer: list[str], **order: Any) -> tuple[Life, str]:
        """Live once under strace with these arguments; return how it ended and what strace wrote."""
        self._ask(order | {"config": str(config), "now": now, "log": str(self.log), "traced": True})
        pid = self._answer()["pid"]
        strace = subprocess.Popen(
            ["strace", "-f", "-p", str(pid), *tracer], stderr=subprocess.PIPE, text=True, errors="surrogateescape"
        )
        assert strace.stderr is not None
        first = strace.stderr.readline()
        assert "attached" in first, first
        self._ask("go")
        told = strace.stderr.read()
        strace.wait()
        return Life(**self._answer()), told

    def close(self) -> None:
        """End the zygote."""
        assert self._zygote.stdin is not None
        assert self._zygote.stdout is not None
        self._zygote.stdin.close()
        self._zygote.wait()
        self._zygote.stdout.close()

    def _ask(self, what: object) -> None:
        assert self._zygote.stdin is not None
        self._zygote.stdin.write(json.dumps(what) + "\n")
        self._zygote.stdin.flush()

    def _answer(self) -> dict[str, Any]:
        assert self._zygote.stdout is not None
        answer: dict[str, Any] = json.loads(self._zygote.stdout.readline())
        return answer
