"""Exactly one layout may claim a table; none and two are refusals that help."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from processor.domain.receipt import Worded
from processor.domain.table import Table
from processor.errors import Refused
from processor.layouts.layout import Layout
from processor.layouts.meanings import ACTING
from processor.layouts.words import fold
from processor.recognise.columns import Columns, addresses_at, names_by_content, pick, resolve, without_meaningless
from processor.recognise.hints import Hint, default_sheet, family_of, hint, opposes


@dataclass(frozen=True)
class Claim:
    """A table, the one layout that claims it, where its columns are, and what its names say about it.

    `family` is one of hints.FAMILIES or "" (then the columns must tell); `family_rule` says who told. `refusal` is
    raised by the first line that has nothing but the names to go by. `names` are those of sheet and file, as far as
    they speak for this table.
    """

    table: Table
    layout: Layout
    columns: Columns
    family: str
    family_rule: str
    refusal: Refused | None
    evidence: Sequence[Worded]
    names: Sequence[str] = ()


def claim(table: Table, name: str, folder: str, layouts: Sequence[Layout], *, several: bool) -> Claim:
    """Given one table of a file, return who claims it and why. Raise Refused where nobody does, or two."""
    place = f"{name} › {table.sheet}" if table.sheet and several else name
    evidence: list[Worded] = []
    own = several and not default_sheet(table.sheet)
    speaks = "" if own else name
    if not table.header:
        taught = any(layout.own and layout.headerless and _fits(layout, (), speaks, table, name) for layout in layouts)
        table, evidence = (headed_by_number(table), []) if taught else _headed(table, place)
    header = [fold(cell) for cell in table.header]
    layout, passed_over = _claiming(layouts, header, speaks, table, name, place)
    evidence.insert(0, _because(layout, table))
    evidence += [("own_layout_passed_over", {"layout": one.name, "winner": layout.name}) for one in passed_over]
    if layout.file_name:
        evidence.append(("system_name", {"system": layout.system, "name": table.sheet if own else name}))
    _refuse_contradictions(layout, name, table, place)
    address = _address_column(table, header, layout, place)
    said = hint(folder, name, table.sheet, several=several, place=place) if layout.plain else Hint()
    rule = f"said:{said.reasons[0][1]['where']}" if said.family else ""
    evidence += said.reasons
    if table.preamble:
        evidence.append(("preamble", {"count": len(table.preamble), "first": table.preamble[0][:100]}))
    columns = resolve(layout, table, header, address)
    if said.family and layout.plain:
        columns = without_meaningless(columns, table, layout.nulls)
    evidence += [(state.because, {"column": table.header[at]}) for state, at in columns.states if state.because]
    return Claim(table, layout, columns, said.family, rule, said.refusal, evidence, (speaks, table.sheet))


def _claiming(
    layouts: Sequence[Layout], header: Sequence[str], speaks: str, table: Table, name: str, place: str
) -> tuple[Layout, Sequence[Layout]]:
    """Return the one layout that fits, and the operator's that fit as well but ask for less.

    The operator's own come first, but only those that ask for all that each fitting system's asks for; plain ones are
    asked only where no other fits. `speaks` is the file's name, empty where it does not speak for this sheet.
    """
    fitting = [layout for layout in layouts if not layout.plain and _fits(layout, header, speaks, table, name)]
    systems = [layout for layout in fitting if not layout.own]
    own = [layout for layout in fitting if layout.own and all(asks_as_much(layout, system) for system in systems)]
    plain = [layout for layout in layouts if layout.plain and _fits(layout, header, speaks, table, name)]
    for some in (own, systems, plain):
        if len(some) > 1:
            raise Refused("ambiguous", place=place, layouts=[layout.name for layout in some])
        if some:
            return some[0], [layout for layout in fitting if layout.own and layout not in some]
    raise Refused("not_recognised", place=place, columns=_shown(table), missing="E-Mail")


def _fits(layout: Layout, header: Sequence[str], speaks: str, table: Table, name: str) -> bool:
    saying, names = f"{speaks}\n{table.sheet}".lower(), f"{name}\n{table.sheet}".lower()
    return (
        all(fold(required) in header for required in layout.required)
        and (not layout.any_of or any(fold(word) in header for word in layout.any_of))
        and not any(fold(word) in header for word in layout.absent)
        and not (layout.headerless and table.header_line)
        and (not layout.above or re.search(layout.above, _above(table), re.MULTILINE) is not None)
        and (not layout.file_name or (_named(layout, saying) and not opposes(saying)))
        and (not layout.other_name or re.search(layout.other_name, names, re.MULTILINE) is None)
        and (not layout.proof[0] or _proved(layout, header, table))
        and not (layout.own and takes_off_all(layout) and family_of(names.strip()) == "subscribed")
    )


def takes_off_all(layout: Layout) -> bool:
    """Whether every line of a layout's files takes somebody off, because no column tells."""
    return not layout.states and layout.always is not None and layout.always.event in ACTING


def asks_as_much(layout: Layout, other: Layout) -> bool:
    """Whether a layout asks a file for everything that another asks for: headings, name, lines above, proof."""
    mine = set(map(fold, layout.required))
    some = set(map(fold, other.any_of))
    return (
        mine.issuperset(map(fold, other.required))
        and (not some or bool(some & mine))
        and (not other.proof[0] or fold(other.proof[0]) in mine)
        and bool(layout.file_name or not other.file_name)
        and bool(layout.above or not other.above)
    )


def headed_by_number(table: Table) -> Table:
    """Given a table without header, return it with its columns headed 1, 2, 3, as the operator's layouts name them."""
    return replace(table, header=[str(place + 1) for place in range(len(table.columns))])


def _named(layout: Layout, names: str) -> bool:
    return re.search(layout.file_name, names, re.MULTILINE) is not None


def _proved(layout: Layout, header: Sequence[str], table: Table) -> bool:
    """Whether the column of the layout's proof has filled cells, all of its form; a total below it is not asked."""
    column, form = layout.proof
    addresses = addresses_at(table, header, layout.address)
    if (place := pick((column,), header)) is None or not addresses:
        return False
    cells = zip(table.columns[place], table.columns[addresses[0]], strict=True)
    filled = {cell.strip() for cell, who in cells if "@" in who} - {"", *layout.nulls}
    return bool(filled) and all(re.fullmatch(form, cell) for cell in filled)


def _above(table: Table) -> str:
    return "\n".join(map(fold, (*table.preamble, *table.header)))


def _refuse_contradictions(layout: Layout, name: str, table: Table, place: str) -> None:
    if layout.says_nothing:
        raise Refused("says_nothing", place=place, system=layout.system, layout=layout.name)
    names = f"{name}\n{table.sheet}".lower()
    if layout.contrary_name and re.search(layout.contrary_name, names, re.MULTILINE):
        raise Refused("name_against_columns", place=place, layout=layout.name, columns=list(layout.required))


def _address_column(table: Table, header: Sequence[str], layout: Layout, place: str) -> int:
    places = addresses_at(table, header, layout.address)
    if len(places) > 1:
        raise Refused("several_address_columns", place=place, columns=[table.header[at] for at in places])
    if not places:
        raise Refused("not_recognised", place=place, columns=_shown(table), missing="E-Mail")
    return places[0]


def _headed(table: Table, place: str) -> tuple[Table, list[Worded]]:
    """Given a table without header, return it with names for the columns whose content tells."""
    places = addresses_at(table, [""] * len(table.columns))
    if len(places) != 1:
        code = "several_address_columns" if places else "not_recognised"
        raise Refused(code, place=place, columns=[str(at + 1) for at in places] or _shown(table), missing="E-Mail")
    names = names_by_content(table, places[0])
    return replace(table, header=names), [("columns_by_content", {"columns": [name for name in names if name]})]


def _because(layout: Layout, table: Table) -> Worded:
    if layout.plain:
        return ("plain_list", {"layout": layout.name, "columns": _shown(table)})
    wanted = {fold(word) for word in (*layout.required, *layout.any_of)}
    seen = [cell for cell in table.header if fold(cell) in wanted]
    if layout.own:
        return ("own_layout", {"layout": layout.name, "columns": seen or _shown(table)})
    return ("system_columns", {"layout": layout.name, "system": layout.system, "columns": seen})


def _shown(table: Table) -> list[str]:
    """Return the headings people would recognise their file by, or the first row where there is none."""
    cells = table.header or [column[0] for column in table.columns if column]
    return [cell[:60] for cell in cells if cell.strip()][:20]
