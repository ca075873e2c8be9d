"""From a call of a procedure to the statement it stands for: drivers send statements through procedures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.parts.tds.requests import Call, Parameter

DESCRIBE, DATATYPES = "sp_describe_undeclared_parameters", "[sys].sp_datatype_info_100"


@dataclass(frozen=True)
class Request:
    """What a call wants: its statement ("" for a procedure of the ERP's own) and the parameters of that.

    `handle` is the number under which the statement is kept, where the client is to be told. `runs`: it is to be
    carried out, not only kept or forgotten.
    """

    procedure: str
    sql: str = ""
    names: Sequence[str] = ()
    parameters: Sequence[Parameter] = ()
    handle: int | None = None
    runs: bool = True

    @property
    def total(self) -> int:
        """How many parameters the call itself has, at most three of them for the statement."""
        return len(self.parameters) + 3

    @property
    def values(self) -> Mapping[str, Any]:
        """The parameters' values by name."""
        return dict(zip(self.names, (parameter.value for parameter in self.parameters), strict=True))


@dataclass
class Prepared:
    """The statements one session has prepared."""

    _kept: dict[int, tuple[str, Sequence[str]]] = field(default_factory=dict)
    _handles: count[int] = field(default_factory=lambda: count(1))

    def request(self, call: Call) -> Request:
        """Return what a call wants (learn.microsoft.com, the system procedures of these names)."""
        name, given = call.procedure, call.parameters
        if name == "sp_executesql":
            declaration = given[1].value if len(given) > 1 else ""
            return Request(name, given[0].value, _names(declaration), given[2:])
        if name in ("sp_prepexec", "sp_prepare"):
            sql, names, handle = given[2].value, _names(given[1].value), next(self._handles)
            self._kept[handle] = sql, names
            if name == "sp_prepare":
                return Request(name, sql, handle=handle, runs=False)
            return Request(name, sql, names, given[3:], handle)
        if name == "sp_prepexecrpc":
            names, handle = [str(place) for place, _ in enumerate(given[2:])], next(self._handles)
            sql = f"EXEC {given[1].value} " + ", ".join(f"@{place}" for place in names)
            self._kept[handle] = sql, names
            return Request(name, sql, names, given[2:], handle)
        if name == "sp_execute":
            return Request(name, *self._kept[given[0].value], given[1:])
        if name == "sp_unprepare":
            return Request(name, self._kept.pop(given[0].value)[0], runs=False)
        if name == DESCRIBE:
            return Request(name, given[0].value)
        return Request(name, names=[str(place) for place, _ in enumerate(given)], parameters=given)


def _names(declaration: str | None) -> list[str]:
    """Return the names in a declaration such as "@P1 int,@P2 varchar(4)"."""
    return re.findall(r"@(\w+)", declaration or "")
