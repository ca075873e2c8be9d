"""The settings of one distribution list: who is on it, by columns of the ERP, and where its people are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator

from processor.domain.lists import MOST, Lists, Rule, seen
from processor.domain.toml import literal
from processor.export import Adapter
from processor.settings.section import Name, Section, wrong


def _as_text(value: Any) -> Any:
    """Return a number as the ERP's values are compared: true is 1 there."""
    return str(int(value)) if isinstance(value, int) else value


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str | int) else value


Value = Annotated[str, BeforeValidator(_as_text)]
Wanted = Annotated[list[Value], Field(min_length=1), BeforeValidator(_as_list)]


class ListSettings(Section):
    """A distribution list: who belongs on it, by columns of the ERP. Left out: everybody goes into one file."""

    name: Name = Field(description="Name of the list, as the newsletter server knows it.", examples=["Kunden DE"])
    when: dict[Name, Wanted] = Field(
        default={},
        description="Names from the targets' fields and values, of which one is enough; all of them must hold; "
        '* is anything, "" no value; left out: everybody.',
        examples=[{"country": ["DE", "AT"], "language": ["de"]}],
    )
    unless: dict[Name, Wanted] = Field(
        default={},
        description="The same for those who are not on it; one that holds is enough.",
        examples=[{"group": ["B2B*"]}],
    )
    file: str = Field(
        default="",
        description="Name of this list's own files; left out: the list stands in a column, where the server reads one.",
        examples=["kunden-de-{number:06}.csv"],
    )

    @field_validator("name")
    @classmethod
    def _stands_in_a_cell(cls, name: str) -> str:
        if name != " ".join(name.split()) or ";" in name or not name.isprintable():
            raise wrong("list_name")
        return name

    @field_validator("file")
    @classmethod
    def _file_counts(cls, name: str) -> str:
        return counting(name) if name else name


def counting(name: str) -> str:
    """Return the name of a file that counts up; raise where its gap is not {number}, or it cannot be a name."""
    try:
        one, two = name.format(number=1), name.format(number=2)
    except (KeyError, IndexError, ValueError, AttributeError, TypeError) as problem:
        raise wrong("name_gap") from problem
    if one == two or any(sign in '/\\:*?"<>|' or ord(sign) < 32 for sign in one) or one.startswith("."):
        raise wrong("name_plain")
    return name


def one_of_each(lists: Sequence[ListSettings], rest: str) -> None:
    """Raise where two lists have one name, there are too many, or the one for the rest is none that it could be."""
    names = [one.name for one in lists]
    if twice := [name for name in names if [*map(seen, names)].count(seen(name)) > 1]:
        raise wrong("list_twice", names=twice)
    if len(names) > MOST:
        raise wrong("lists_many", limit=MOST, count=len(names))
    if rest and rest not in names:
        raise wrong("rest_unknown", rest=rest, known=names or ["–"])
    if any(one.name == rest and (one.when or one.unless) for one in lists):
        raise wrong("rest_has_rule", rest=rest)


def in_a_column(lists: Sequence[ListSettings], server: str, adapter: Adapter) -> None:
    """Raise where a list without files of its own cannot stand in the column either."""
    names = [one.name for one in lists if not one.file]
    if names and not any(column.field == "list" for column in adapter.columns):
        raise wrong("list_no_column", names=names, server=server)
    if adapter.between and (cut := [name for name in names if adapter.between in name]):
        raise wrong("list_separator", names=cut, between=literal(adapter.between))


def by_rules(lists: Sequence[ListSettings], rest: str) -> Lists | None:
    """Return the lists as rules, None where there are none."""
    rules = [Rule(one.name, one.when, one.unless) for one in lists]
    return Lists(rules, rest) if rules else None
