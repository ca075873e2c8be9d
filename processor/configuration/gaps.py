"""Fills ${NAME} and ${file:/path} in the texts of the configuration, and remembers where: there are the secrets."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from processor.configuration.problems import Loc, Problem

_GAP = re.compile(r"\$(\$)?\{([^{}]*)\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
LIMIT = 65_536
"""Bytes a secret's file may have at most."""


class Gaps:
    """Fills one document. `problems` is what could not be filled, `places` where anything was or should have been."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        """`folder` is where a relative ${file:…} is looked for."""
        self.problems: list[Problem] = []
        self.places: set[Loc] = set()
        self._environment, self._folder = environment, folder

    def filled(self, value: Any, loc: Loc = ()) -> Any:
        """Return `value` with all gaps in its texts filled; keys are left alone, $${NAME} gives ${NAME}."""
        if isinstance(value, dict):
            return {name: self.filled(inner, (*loc, name)) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.filled(inner, (*loc, place)) for place, inner in enumerate(value)]
        return _GAP.sub(lambda gap: self._one(gap, loc), value) if isinstance(value, str) else value

    def broken(self, loc: Loc) -> bool:
        """Return whether the text at this place could not be filled, so that its value says nothing."""
        return any(problem.loc == loc[: len(problem.loc)] for problem in self.problems)

    def secret(self, loc: Loc) -> bool:
        """Return whether the value at this place holds something from outside, which must not be shown."""
        return any(place[: len(loc)] == loc or loc[: len(place)] == place for place in self.places)

    def _one(self, gap: re.Match[str], loc: Loc) -> str:
        if gap[1]:
            return gap[0][1:]
        self.places.add(loc)
        what = gap[2].strip()
        if what.startswith("file:"):
            return self._from_file(what[len("file:") :], loc)
        if not _NAME.fullmatch(what):
            return self._problem(loc, "config_gap", gap=gap[0])
        if what not in self._environment:
            return self._problem(loc, "config_no_variable", variable=what)
        return self._environment[what]

    def _from_file(self, name: str, loc: Loc) -> str:
        path = self._folder / name
        try:
            facts = path.stat()
            if not stat.S_ISREG(facts.st_mode):
                return self._problem(loc, "config_secret_no_file", path=str(path))
            if os.name != "nt" and facts.st_mode & stat.S_IRWXO:
                return self._problem(loc, "config_secret_open", path=str(path))
            if facts.st_size > LIMIT:
                return self._problem(loc, "config_secret_big", path=str(path))
            return path.read_text(encoding="utf-8-sig").strip()
        except UnicodeDecodeError:
            return self._problem(loc, "config_secret_encoding", path=str(path))
        except (OSError, ValueError) as problem:
            why = (problem.strerror if isinstance(problem, OSError) else "") or str(problem)
            return self._problem(loc, "config_secret_unreadable", path=str(path), why=why)

    def _problem(self, loc: Loc, code: str, **facts: object) -> str:
        self.problems.append(Problem(loc, code, facts))
        return ""
