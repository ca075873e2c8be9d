"""The words really found in a flag, and the line of configuration that would know them all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from processor.domain.toml import literal
from processor.erp.probe.finding import Finding
from processor.erp.targets import Target
from processor.erp.values import decode

Words = Counter[tuple[str, str]]
"""How often which raw value (as JSON) was found, with what it means: yes, no or unknown."""

SHOWN = 12
"""Values named in one finding; the rest is only counted."""


def flag_findings(target: Target, words: Words) -> Iterator[Finding]:
    """Yield what the flag of a target holds, and which values the configuration does not know."""
    about: dict[str, object] = {"target": target.name, "column": _place(target)}
    said = Counter[str]()
    for (meaning, _), number in words.items():
        said[meaning] += number
    meanings = ("yes", "no", "unknown")
    yield Finding("ok", "erp_flag", {**about, **{name: said[name] for name in meanings}, "values": _listed(words)})
    null = sum(number for (_, value), number in words.items() if value == "null")
    if null and target.flag.null == "unknown":
        yield Finding("warn", "erp_flag_null", {**about, "rows": null})
    strange = Counter({word: n for word, n in words.items() if word[0] == "unknown" and word[1] != "null"})
    if strange:
        facts = {**about, "rows": sum(strange.values()), "values": _listed(strange), "line": _line(target, strange)}
        yield Finding("warn", "erp_flag_unknown", facts)
    if words and not said["yes"]:
        yield Finding("warn", "erp_flag_never_yes", about)


def _line(target: Target, strange: Words) -> str:
    """Return the line that makes all of them NO, which is the meaning that mails nobody; many of them as the rest."""
    if len(strange) > SHOWN or any(_number_or_text(value) is None for _, value in strange):
        return 'other = "no"'
    new = [_number_or_text(value) for _, value in sorted(strange, key=lambda word: word[1])]
    return f"also_no = {literal([*target.flag.also_no, *new])}"


def _number_or_text(value: str) -> str | int | bool | None:
    """Return a raw value as TOML can say it, None for dates and the like."""
    raw = decode(value)
    return raw if isinstance(raw, str | int | bool) else None


def _place(target: Target) -> str:
    return ", ".join(target.flag.named()) or target.flag.table or target.table


def _listed(words: Words) -> list[str]:
    found = [(value, number) for (_, value), number in words.most_common()]
    more = [f"… (+{len(found) - SHOWN})"] if len(found) > SHOWN else []
    return [f"{_shown(value)} ({number})" for value, number in found[:SHOWN]] + more


def _shown(value: str) -> str:
    """Return a raw value as JSON, a date or number without the words JSON lacks."""
    raw = json.loads(value)
    return next(iter(raw.values())) if isinstance(raw, dict) else value
