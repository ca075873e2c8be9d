"""What a row says about the newsletter: a flag, the row being there at all, or an entry in a blacklist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from processor.erp.gaps import NULL, Value, filled, start_of
from processor.erp.values import plain, same

Said = Literal["yes", "no", "unknown"]

Together = Literal["yes", "no", "half", "unknown"]


@dataclass(frozen=True)
class Flag:
    """Where consent stands and what its words are.

    `column` holds it, or `columns` does for each e-mail column on its own, or `row`: a row that is there says so.
    `table` names the table it stands in where that is not the one with the addresses; `via` says which of its columns
    equals which of ours, `where` which of its rows count. `yes` and `also_no` are values, `no` is the one to write
    (may have gaps). `null` says what NULL means, also that of a row which is not there; `other` what the rest means:
    "unknown" is never exported, set to NO by an opt-out, and named by `check`. `insert` gives further columns of a row
    that is written to say no, `also` extra assignments in that other table.
    """

    column: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    row: Literal["", "yes", "no"] = ""
    yes: Sequence[Value] = ()
    no: Value = NULL
    also_no: Sequence[Value] = ()
    null: Said = "unknown"
    other: Said = "unknown"
    table: str = ""
    via: Mapping[str, str] = field(default_factory=dict)
    where: str = ""
    insert: Mapping[str, Value] = field(default_factory=dict)
    also: Mapping[str, Value] = field(default_factory=dict)

    @property
    def exists(self) -> bool:
        """Whether this target has a flag at all, and not only a blacklist."""
        return bool(self.column or self.columns or self.row)

    def column_of(self, email: str) -> str:
        """Return the flag column for an e-mail column, "" where the row itself is the flag."""
        return self.columns.get(email, self.column)

    def named(self) -> list[str]:
        """Return every flag column."""
        return list(dict.fromkeys([*([self.column] if self.column else []), *self.columns.values()]))

    def said(self, raw: object) -> Said:
        """Return what a raw value means: case counts, the type does not, nor do trailing blanks.

        With `row`, the value is whether the row is there.
        """
        if self.row:
            return self.row if raw else ("no" if self.row == "yes" else "yes")
        if raw is None:
            return self.null
        return self._meanings.get(plain(raw), self.other)

    @cached_property
    def _meanings(self) -> Mapping[str, Said]:
        """What each value says, by its text; one that is named for both says no."""
        yes: dict[str, Said] = dict.fromkeys(map(plain, self.yes), "yes")
        return {**yes, **dict.fromkeys(map(plain, (self.no, *self.also_no)), "no")}

    def is_written(self, raw: object) -> bool:
        """Return whether a raw value may be the one that `value` gives; where that is a time, any NO not named is."""
        if self.row or start_of(self.no) is None or self.no == NULL:
            return self.said(raw) == "no" if self.row else same(raw, None if self.no == NULL else self.no)
        return self.said(raw) == "no" and not any(same(raw, value) for value in self.also_no)

    def value(self, facts: Mapping[str, object], moments: bool) -> Any:
        """Return the value that says NO, with its gaps filled."""
        return filled(self.no, facts, moments)


@dataclass(frozen=True)
class Blacklist:
    """A table whose rows are the addresses that may not be mailed: an opt-out is a row in it.

    `email` is its column with the address, written in the case `fold`; `values` fill the other columns of a new row.
    Where `active` names a column, only rows with `active_value` there count, and an old row is made active again.
    """

    table: str
    email: str
    fold: Literal["lower", "upper", "none"] = "lower"
    values: Mapping[str, Value] = field(default_factory=dict)
    where: str = ""
    active: str = ""
    active_value: Value = True

    def spelled(self, address: str) -> str:
        """Return an address as this table writes it."""
        return {"lower": address.lower, "upper": address.upper, "none": address.strip}[self.fold]()

    def counts(self, raw: object) -> bool:
        """Return whether a row with this raw value in `active` counts."""
        return not self.active or (raw is not None and plain(raw) == plain(self.active_value))


def together(flag: Said | None, blacklisted: bool | None) -> Together:
    """Return what flag and blacklist (None: there is none) say together: whichever says no is believed.

    "half" where only one of them does: a no that setting to no makes whole, for who knows which one the ERP looks at.
    """
    said: set[Said] = set() if flag is None else {flag}
    if blacklisted is not None:
        said.add("no" if blacklisted else "yes")
    if len(said) == 1:
        return said.pop()
    return "half" if "no" in said else "unknown"
