"""Where one ERP keeps addresses and consent: the targets, as the operator named them, and what their flags say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from processor.erp.values import plain, same
from processor.errors import AbgleichError, Misconfigured

Value = str | int | bool
Said = Literal["yes", "no", "unknown"]


class Changed(AbgleichError):
    """Somebody edited these ERP rows since the plan was made: nothing was written, plan anew.

    `keys` holds (target, key) of each such row. Only the caller sees it, so that it has no words.
    """

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__("erp_changed", rows=len(keys))
        self.keys = tuple(keys)


@dataclass(frozen=True)
class Flag:
    """The column that says whether the customer may get the newsletter, and its words.

    `yes` and `also_no` are values, `no` is the one to write. What is in neither is "unknown": never exported, set to
    NO by an opt-out, and named by `check`. `null` says what NULL means.
    """

    column: str
    yes: Sequence[Value]
    no: Value
    also_no: Sequence[Value] = ()
    null: Said = "unknown"

    def said(self, raw: object) -> Said:
        """Return what a raw value of the column means. Case counts, the type does not, nor do trailing blanks."""
        if raw is None:
            return self.null
        text = plain(raw)
        if any(text == plain(value) for value in (self.no, *self.also_no)):
            return "no"
        return "yes" if any(text == plain(value) for value in self.yes) else "unknown"


@dataclass(frozen=True)
class Bounce:
    """What happens in this table to an address that bounced for good; see the settings for the meanings."""

    action: Literal["mark", "clear", "set_no", "none"] = "none"
    column: str = ""
    value: Value = ""
    then: Literal["nothing", "clear", "delete_row"] = "nothing"

    def faulty(self, raw: object) -> bool:
        """Return whether the mark is set already; False where addresses are not marked."""
        return self.action == "mark" and same(raw, self.value)


@dataclass(frozen=True)
class Target:
    """One table of the ERP that holds addresses. Same names as in the settings; nested tables may come as mappings.

    Raises Misconfigured where a text of `also` has a gap other than {today} {now} {reason} {source}.
    """

    name: str
    table: str
    key: Sequence[str]
    email: Sequence[str]
    flag: Flag
    where: str = ""
    bounce: Bounce = Bounce()
    also: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if isinstance(self.flag, Mapping):
            object.__setattr__(self, "flag", Flag(**self.flag))
        if isinstance(self.bounce, Mapping):
            object.__setattr__(self, "bounce", Bounce(**self.bounce))
        for column, text in self.also.items():
            try:
                text.format(today="", now="", reason="", source="")
            except (KeyError, IndexError, ValueError, AttributeError) as problem:
                raise Misconfigured("erp_bad_also", target=self.name, column=column, text=text) from problem

    def column_written(self, action: str, column: str) -> str:
        """Return the column an action writes; `column` is the e-mail column concerned."""
        return {"set_no": self.flag.column, "mark": self.bounce.column}.get(action, column)

    def columns(self) -> list[str]:
        """Return every column this target names, each once, the key first."""
        marked = [self.bounce.column] if self.bounce.column else []
        named = [*self.key, *self.email, self.flag.column, *marked, *self.also, *self.fields.values()]
        return list(dict.fromkeys(named))

    def extra(self, *, now: datetime, reason: str, source: str, moments: bool = False) -> dict[str, Any]:
        """Return the extra assignments: column -> value, gaps filled, `now` being the office's local time.

        Values are texts, dates as 2026-04-12 and times as 2026-04-12 07:00:00. `moments`: a text that is nothing but
        {today} or {now} becomes a date or datetime, for servers that read such a text by the language of the session
        (SQL Server's old DATETIME type does).
        """
        gaps = {"today": f"{now:%Y-%m-%d}", "now": f"{now:%Y-%m-%d %H:%M:%S}", "reason": reason, "source": source}
        values: dict[str, Any] = {column: text.format(**gaps) for column, text in self.also.items()}
        if moments:
            local = now.replace(tzinfo=None, microsecond=0)
            exact: dict[str, Any] = {"{today}": local.date(), "{now}": local}
            values |= {column: exact[text] for column, text in self.also.items() if text in exact}
        return values
