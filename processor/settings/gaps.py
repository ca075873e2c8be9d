"""Gaps in values of the settings, such as {today}: which ones a key may have, told where they are written."""

from __future__ import annotations

from string import Formatter
from typing import Annotated

from pydantic import AfterValidator

from processor.settings.section import wrong

Value = str | int | bool

NULL = "{null}"
"""The value that is none; it stands alone."""

COMPANY = "{company}"
"""Stands for each of the companies of a target, and is filled before anything else."""

_WRITING = ("today", "now", "now_utc", "reason", "source")


def _only(*known: str) -> AfterValidator:
    """Refuse texts with other gaps than these; "null" among them may only be the whole text."""
    inside = [name for name in (*known, "company") if name != "null"]

    def checked(value: Value) -> Value:
        if isinstance(value, str) and not (value == NULL and "null" in known):
            _check(value, inside, [f"{{{name}}}" for name in known])
        return value

    return AfterValidator(checked)


def _check(text: str, inside: list[str], known: list[str]) -> None:
    named = _named(text, inside)
    if named is None:
        raise wrong("gap_broken", known=known or ["–"])
    if strange := [f"{{{name}}}" for name in named if name not in inside]:
        raise wrong("gap_unknown", gaps=strange, known=known or ["–"])


def _named(text: str, inside: list[str]) -> list[str] | None:
    """Return the names of the gaps, None where the text cannot be filled even if all of them were known."""
    try:
        named = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
        text.format(**dict.fromkeys([*inside, *named], ""))
    except (LookupError, ValueError, AttributeError):
        return None
    return named


Plain = Annotated[Value, _only()]
"""A value that is read and compared: it has no gaps."""

Assigned = Annotated[Value, _only(*_WRITING, "null")]
"""A value that is written into a column."""

Mark = Annotated[Value, _only(*_WRITING)]
"""A value that is written and must be recognised again, so that it cannot be none."""

Kept = Annotated[str, _only(*_WRITING, "email")]
"""A text that keeps an address aside."""

Entry = Annotated[Value, _only(*_WRITING, "email", "digest", "null")]
"""A value in a row of a blacklist."""

Parameter = Annotated[str, _only(*_WRITING, "email", "null")]
"""What fills a question mark: a column, or a gap."""

Refusal = Annotated[Value, _only("today", "now", "now_utc", "null")]
"""The value that says NO."""
