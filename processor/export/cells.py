"""What stands in the cells of an import file: values of the ERP in the words of a newsletter server."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from processor.export.adapter import EMAIL, MAILBOX, REST, Adapter, Column, holds

if TYPE_CHECKING:
    import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?")
_SPECIAL = '()<>@,:;"[]\\'  # RFC 5322 3.2.3, but for the dot, which every reader takes (4.1)
_SEVERAL = re.compile(r"[;\r\n]")
_MEN = {"m", "male", "mann", "männlich", "herr", "herrn", "mr", "monsieur", "signor", "sig", "señor", "sr"}
_WOMEN = {"f", "w", "female", "frau", "weiblich", "ms", "mrs", "miss", "madame", "mme", "signora", "señora", "sra"}
_TRUE = {"1", "true", "t", "yes", "y", "ja", "j", "on", "x", "wahr"}


def written_cells(people: pd.DataFrame, addresses: Sequence[str], adapter: Adapter) -> Iterator[list[str]]:
    """Yield the cells of each column in the adapter's order, one for each of the people.

    `people` has the fields of `adapter.reads`; `addresses` are the addresses as they are written.
    """
    for column in adapter.columns:
        if column.field == EMAIL:
            yield list(addresses)
        elif column.field == MAILBOX:
            names = _values(people, "name", adapter)
            yield [_mailbox(name, address) for name, address in zip(names, addresses, strict=True)]
        elif column.field == REST:
            yield _rest(people, adapter)
        elif not column.field:
            yield [column.word] * len(people)
        else:
            yield _worded(_values(people, column.field, adapter), column)


def unchanged(value: str, adapter: Adapter) -> bool:
    """Return whether one list or tag can be written so that the server reads just this."""
    return _cleaner("list", adapter)(value) == value and holds(value, adapter.encoding)


def several(value: str) -> list[str]:
    """Return the lists or tags in one value of the ERP, each once."""
    return list(dict.fromkeys(filter(None, (_line(one) for one in _SEVERAL.split(value)))))


def gender(salutation: str) -> str:
    """Return "m", "f" or, where the salutation does not say, ""."""
    words = {word.strip(".").casefold() for word in salutation.split()}
    return "m" if words & _MEN and not words & _WOMEN else "f" if words & _WOMEN and not words & _MEN else ""


def _values(people: pd.DataFrame, field: str, adapter: Adapter) -> list[str]:
    """The values of a field, made of others where the ERP does not have it."""
    if field == "gender":
        source = "gender" if "gender" in people.columns else "salutation"
        return [gender(value) for value in people[source].tolist()] if source in people.columns else [""] * len(people)
    if field == "name" and "name" not in people.columns:
        parts = [people[part].tolist() for part in ("first_name", "last_name") if part in people.columns]
        joined = [" ".join(words) for words in zip(*parts, strict=True)] if parts else [""] * len(people)
        return _each(joined, _cleaner(field, adapter))
    return _each(people[field].tolist(), _cleaner(field, adapter)) if field in people.columns else [""] * len(people)


def _each(values: Sequence[str], make: Callable[[str], str]) -> list[str]:
    """Work each distinct value out once."""
    made = {value: make(value) for value in set(values)}
    return [made[value] for value in values]


def _worded(values: list[str], column: Column) -> list[str]:
    words = column.words
    return values if words is None else [words.get(value, words.get("", "")) for value in values]


def _cleaner(field: str, adapter: Adapter) -> Callable[[str], str]:
    """Return what makes a cell of a value of this field."""

    def clean(value: str) -> str:
        if field in ("list", "tags") and adapter.between:
            blank = adapter.between.join
            return _spelled(blank(_without(one, adapter.between) for one in several(value)), adapter)
        text = _line(value)
        if field in adapter.booleans:
            return adapter.booleans[field][0 if text.casefold() in _TRUE else 1]
        if adapter.dates and _DATE.fullmatch(text):
            text = _dated(text, adapter.dates)
        return _spelled(text, adapter)

    return clean


def _spelled(text: str, adapter: Adapter) -> str:
    """Return a text without what this server's reader stumbles over."""
    if adapter.guarded and text.startswith(FORMULA_STARTS):
        return ""
    if adapter.quoting == "never":
        text = text.replace('"', "'")
    hurting = adapter.blanked + (adapter.delimiter if adapter.quoting == "never" else "")
    text = _without(text, hurting)
    if not adapter.emoji:
        text = _line("".join(sign for sign in text if sign <= "\uffff"))
    if adapter.cell_limit:
        text = text.encode("utf-8", "replace")[: adapter.cell_limit].decode("utf-8", "ignore").rstrip()
    return text


def _line(text: str) -> str:
    """Return a text on one line, without invisible signs that are no text."""
    return " ".join(_CONTROL.sub("", str(text)).split())


def _without(text: str, signs: str) -> str:
    """Return a text with these signs made blanks."""
    if not any(sign in text for sign in signs):
        return text
    return _line(text.translate(dict.fromkeys(map(ord, signs), " ")))


def _dated(text: str, how: str) -> str:
    try:
        return datetime.fromisoformat(text).strftime(how)
    except ValueError:  # 2024-02-31: as the ERP has it
        return text


def _mailbox(name: str, address: str) -> str:
    """Return a name and an address as mail programs write them (RFC 5322 3.4); no sign that would need quotes."""
    name = _without(name, _SPECIAL)
    return f"{name} <{address}>" if name else address


def _rest(people: pd.DataFrame, adapter: Adapter) -> list[str]:
    """Every field that has no column of its own as a JSON object, "" where all are empty."""
    placed = {column.field for column in adapter.columns} | {"name"}
    fields = [field for field in adapter.reads if field not in placed]
    values = [[_listed(field, value) for value in people[field].tolist()] for field in fields]
    rows = zip(*values, strict=True) if values else [()] * len(people)
    made = [{field: value for field, value in zip(fields, row, strict=True) if value} for row in rows]
    return [json.dumps(one, ensure_ascii=False) if one else "" for one in made]


def _listed(field: str, value: str) -> str | list[str]:
    return several(value) if field in ("list", "tags") else _line(value)
