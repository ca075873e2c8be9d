"""From the validator's errors to our own: which key, what was found, what is right. Secrets are never shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from processor.configuration.schema import Key, schema
from processor.domain.shown import shown
from processor.domain.toml import literal, shape_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from processor.configuration.gaps import Gaps

Loc = tuple[str | int, ...]

_CODES: Mapping[str, str] = {
    "missing": "config_missing",
    "extra_forbidden": "config_unknown",
    "unexpected_keyword_argument": "config_unknown",
    "string_type": "config_text",
    "path_type": "config_text",
    "string_too_short": "config_empty",
    "too_short": "config_empty",
    "empty": "config_empty",
    "string_too_long": "config_too_long",
    "string_pattern_mismatch": "config_pattern",
    "list_type": "config_list",
    "dict_type": "config_table",
    "mapping_type": "config_table",
    "model_type": "config_table",
    "dataclass_type": "config_table",
    "int_type": "config_whole",
    "int_parsing": "config_whole",
    "int_parsing_size": "config_whole",
    "int_from_float": "config_whole",
    "float_type": "config_number",
    "float_parsing": "config_number",
    "finite_number": "config_number",
    "bool_type": "config_yes_no",
    "bool_parsing": "config_yes_no",
    "greater_than": "config_more_than",
    "greater_than_equal": "config_at_least",
    "less_than": "config_less_than",
    "less_than_equal": "config_at_most",
    "literal_error": "config_choice",
}
"""The validator's types of error and our words; a type that is not listed is one that our own validators raise."""

_LIMITS = ("gt", "ge", "lt", "le", "max_length")
_SPREAD = ("config_text", "config_whole", "config_yes_no")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong at one place of the document (words: misconfigured)."""

    loc: Loc
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def told(self, language: str) -> dict[str, object]:
        """Return the facts for the sentence, with the key and what it is for in that language."""
        path, key = located(self.loc)
        return {"key": path, "about": key.about(language) if key else "", **self.facts}


def problems_of(errors: Sequence[ErrorDetails], gaps: Gaps) -> list[Problem]:
    """Return one problem for each wrong key, in the order of the schema; what a gap left empty is not told twice."""
    problems: dict[str, Problem] = {}
    for error in errors:
        loc = error["loc"]
        if gaps.broken(loc):
            continue
        for problem in _problems(error, gaps):
            path = located(problem.loc)[0]
            first = problems.setdefault(path, problem)
            if first is not problem and first.code in _SPREAD and problem.code in _SPREAD:
                # A value of several kinds is refused once for each of them.
                problems[path] = Problem(first.loc, "config_value", first.facts)
    return list(problems.values())


def located(loc: Loc) -> tuple[str, Key | None]:
    """Return a place as the operator knows it, "erp.targets[0].flag.no", and its key, None for an unknown one."""
    path, key = "", schema()
    for part in loc:
        if isinstance(part, int):
            path += f"[{part}]"
        elif key.inside:
            path += f".{part}" if path else part
            if part not in key.inside:
                return path, None
            key = key.inside[part]
        elif key.free and part != "[key]":
            path, key = f"{path}.{part}", replace(key, free=False)  # what follows names kinds of values
    return path, key


def _problems(error: ErrorDetails, gaps: Gaps) -> list[Problem]:
    loc, kind, context = error["loc"], error["type"], error.get("ctx", {})
    if loc == ("policy",) and kind == "value_error":
        return _unknown_classes(error["input"])
    _, key = located(loc)
    code = _CODES.get(kind, f"config_{kind}")
    if code == "config_unknown":
        return [_unknown(loc)]
    if key is None or kind == "value_error":
        return [Problem(loc, "config_invalid", {"why": error["msg"]})]
    if code == "config_missing":
        return [_missing(loc, key)]
    facts: dict[str, object] = {"found": _found(error["input"], key, gaps.secret(loc))}
    facts |= {"choices": [literal(choice) for choice in key.choices], "example": _example(key, part=_is_part(loc, key))}
    # Numbers as text: a limit is shown as it is to be typed, not grouped as amounts are.
    facts |= {"limit" if name in _LIMITS else name: _plain(value) for name, value in context.items()}
    return [Problem(loc, code, facts)]


def _plain(value: object) -> object:
    return value if isinstance(value, str | list) else f"{value:g}" if isinstance(value, int | float) else str(value)


def _found(value: object, key: Key, secret: bool) -> str:
    """Return what was found as it may be shown: the kind for tables and lists, stars for secrets."""
    if secret or key.secret:
        return "***"
    return shown(literal(value), 60) if isinstance(value, str | int | float) else shape_of(value)


def _is_part(loc: Loc, key: Key) -> bool:
    """Return whether the place is one value of a list or of a table the operator names."""
    return bool(loc) and loc[-1] != key.name


def _example(key: Key, *, part: bool = False) -> str:
    value = next(iter([*key.examples, *key.choices]), key.default)
    if part and isinstance(value, list | dict):
        value = next(iter(value.values() if isinstance(value, dict) else value), "…")
    return literal(value) if isinstance(value, str | int | float | list | dict) else "…"


def _missing(loc: Loc, key: Key) -> Problem:
    if key.inside:
        needed = [inner.name for inner in key.inside.values() if inner.required]
        return Problem(loc, "config_missing_table" if not key.many else "config_missing_tables", {"needed": needed})
    return Problem(loc, "config_missing", {"example": f"{key.name} = {_example(key)}"})


def _unknown(loc: Loc) -> Problem:
    """Return the problem of an unknown key with the key that was probably meant: here, or in another table."""
    name = str(loc[-1])
    table, key = located(loc[:-1])
    here = list(key.inside) if key else []
    if near := get_close_matches(name.lower(), here, n=1, cutoff=0.6):
        return Problem(loc, "config_unknown_near", {"near": near[0]})
    elsewhere = [one.path for one in schema().all() if one.name == name and "*" not in one.path]
    if elsewhere:
        return Problem(loc, "config_unknown_elsewhere", {"near": elsewhere[0]})
    return Problem(loc, "config_unknown", {"known": here, "table": f"[{table}]" if table else "–"})


def _unknown_classes(value: Any) -> list[Problem]:
    """Return a problem for each class of bounces that does not exist; the domain only says that there are some."""
    known = schema().inside["policy"].inside["bounces"].inside
    bounces = value.get("bounces", {}) if isinstance(value, Mapping) else {}
    return [_unknown(("policy", "bounces", name)) for name in bounces if name not in known]
