"""Where one ERP keeps addresses and consent: the targets, as the operator named them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from processor.erp.flag import Blacklist, Flag, Said
from processor.erp.gaps import Value, filled, start_of, wrong
from processor.erp.values import plain, same
from processor.errors import AbgleichError, Misconfigured

__all__ = ["LONGEST", "Blacklist", "Bounce", "Changed", "Flag", "Match", "Said", "Statement", "Target", "Value"]


LONGEST = 40
"""So many characters of a file name are written; `check` asks for as much room."""


class Changed(AbgleichError):
    """Somebody edited these ERP rows since the plan was made: nothing was written, plan anew.

    `keys` holds (target, key) of each such row. Only the caller sees it, so that it has no words.
    """

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__("erp_changed", rows=len(keys))
        self.keys = tuple(keys)


@dataclass(frozen=True)
class Statement:
    """A statement of the operator's own, run once for each row: a procedure, a function, or plain SQL with "?".

    `params` fill the question marks: a text in braces is a gap such as {email}, anything else a column of the row.
    """

    sql: str
    params: Sequence[str] = ()

    def columns(self) -> list[str]:
        """Return the columns of the row it needs."""
        return [name for name in self.params if "{" not in name]


@dataclass(frozen=True)
class Match:
    """A column that holds the address in one case only, kept by the ERP for its own search; ours finds rows by it."""

    column: str
    fold: Literal["lower", "upper"] = "lower"

    def spelled(self, address: str) -> str:
        """Return an address as this column writes it."""
        return address.upper() if self.fold == "upper" else address.lower()


@dataclass(frozen=True)
class Bounce:
    """What happens in this table to an address that bounced for good; see the settings for the meanings."""

    action: Literal["mark", "count", "clear", "set_no", "none"] = "none"
    column: str = ""
    value: Value = ""
    also: Mapping[str, Value] = field(default_factory=dict)
    keep_in: str = ""
    keep: str = "{email}"
    then: Literal["nothing", "clear", "delete_row"] = "nothing"
    statement: Statement | None = None

    def __post_init__(self) -> None:
        if isinstance(self.statement, Mapping):
            object.__setattr__(self, "statement", Statement(**self.statement))

    def faulty(self, raw: object) -> bool:
        """Return whether the mark is set already; False where addresses are not marked.

        A mark with gaps is recognised by what stands before the first one, a bare gap by anything being there, a
        counter by having reached `value`.
        """
        if self.action == "count":
            return _number(raw) >= _number(self.value)
        if self.action != "mark":
            return False
        start = start_of(self.value)
        if start is None:
            return same(raw, self.value)
        return raw is not None and plain(raw).strip() != "" and plain(raw).startswith(start)

    def written(self, facts: Mapping[str, object], before: object, moments: bool) -> Any:
        """Return what to write into `column` where `before` stands now."""
        return _number(before) + 1 if self.action == "count" else filled(self.value, facts, moments)


def _number(raw: object) -> int:
    text = "" if raw is None else plain(raw)
    return int(text) if text.lstrip("-").isdigit() else 0


@dataclass(frozen=True)
class Target:
    """One table of the ERP that holds addresses. Same names as in the settings; nested tables may come as mappings.

    Raises Misconfigured where a value has a gap that nobody can fill.
    """

    name: str
    table: str
    key: Sequence[str]
    email: Sequence[str]
    flag: Flag = field(default_factory=Flag)
    where: str = ""
    bounce: Bounce = Bounce()
    also: Mapping[str, Value] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    blacklist: Blacklist | None = None
    optout: Statement | None = None
    match: Match | None = None
    split: bool = False
    write: Literal["sql", "file"] = "sql"
    changed: str = ""

    def __post_init__(self) -> None:
        kinds = {"flag": Flag, "bounce": Bounce, "blacklist": Blacklist, "optout": Statement, "match": Match}
        for name, kind in kinds.items():
            given = getattr(self, name)
            if isinstance(given, Mapping):
                object.__setattr__(self, name, kind(**given))
        for column, text in self._texts():
            if wrong(text):
                raise Misconfigured("erp_bad_also", target=self.name, column=column, text=str(text))

    def _texts(self) -> Iterable[tuple[str, Value]]:
        blacklist = self.blacklist.values if self.blacklist else {}
        yield from (*self.also.items(), *self.flag.also.items(), *self.flag.insert.items(), *blacklist.items())
        yield from (*self.bounce.also.items(), (self.bounce.keep_in, self.bounce.keep))
        yield (self.bounce.column, self.bounce.value)
        yield from ((name, self.flag.no) for name in self.flag.named())

    @property
    def by_match(self) -> bool:
        """Whether rows are looked up by the match column; it says nothing about a second e-mail column."""
        return self.match is not None and len(self.email) == 1

    def columns(self) -> list[str]:
        """Return every column of the target's own table that a row must bring, each once, the key first."""
        flags = [] if self.flag.table else self.flag.named()
        marks = [name for name in (self.bounce.column, self.bounce.keep_in) if name]
        asked = [name for each in (self.optout, self.bounce.statement) if each for name in each.columns()]
        return list(dict.fromkeys([*self.key, *self.email, *flags, *self.flag.via.values(), *marks, *asked]))

    def all_columns(self) -> list[str]:
        """Return every column of the target's own table that the settings name."""
        more = [*self.also, *self.bounce.also, *self.fields.values()]
        more += [self.match.column] if self.match else []
        more += [self.changed] if self.changed else []
        return list(dict.fromkeys([*self.columns(), *more]))


def assignments(values: Mapping[str, Value], facts: Mapping[str, object], moments: bool) -> dict[str, Any]:
    """Return values of the settings by column, with their gaps filled."""
    return {column: filled(value, facts, moments) for column, value in values.items()}


def facts_of(now: datetime, *, reason: str = "", source: str = "") -> dict[str, object]:
    """Return what gaps are filled with; a long file name is cut, for it must fit into a column of the ERP."""
    short = source if len(source) <= LONGEST else f"{source[: LONGEST - 1]}…"
    return {"now": now, "reason": reason, "source": short}
