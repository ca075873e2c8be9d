"""What an adapter writes reads back as the same people, whatever they are called; each of them is in one file."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from processor.domain.address import canonical
from processor.export import fitted, render
from processor.export.servers import SERVERS
from tests.processor.export.invented import FIELDS, adapter_for, people, read_back

FORMS = [(name, container) for name, adapter in SERVERS.items() for container in adapter.containers]

_LOCAL = st.text("abzAZ09._+-'#=&%!?/~`{}|^$*äß😀", min_size=1, max_size=12)
_TAME = st.text("abzAZ09._+-'äß", min_size=1, max_size=12)
_DOMAIN = st.sampled_from(
    ["example.com", "Example.ORG", "bäckerei-müller.example", "łódź.example", "mail.straße.example"]
)
VALUES = st.text(max_size=30) | st.sampled_from(
    [
        '"',
        "=1+1",
        "a;b",
        "a,b",
        "a\tb",
        "a|b",
        "a\nb",
        "#1",
        "\\",
        "2024-08-09",
        "2024-08-09 07:30:00",
        "'",
        "Frau",
        "@",
    ]
)
Crowd = list[tuple[str, dict[str, str]]]
SOMEBODY = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, VALUES))


def crowds(local: st.SearchStrategy[str] = _LOCAL) -> st.SearchStrategy[Crowd]:
    addresses = st.builds("{}@{}".format, local, _DOMAIN).filter(lambda text: canonical(text) != "")
    return st.lists(st.tuples(addresses, SOMEBODY), min_size=1, max_size=6, unique_by=lambda one: canonical(one[0]))


@pytest.mark.parametrize(("name", "container"), FORMS)
def test_what_an_adapter_writes_reads_back_as_the_same_people(name: str, container: str) -> None:
    adapter = adapter_for(name, container=container)
    (part,) = render(people(), adapter).parts
    batch = read_back(part.content, adapter)
    assert batch.rows["canonical"].tolist() == part.canonical
    assert set(batch.rows["event"]) <= {"optout", "subscribed"}
    assert set(batch.rows["code"]) == {""}


@pytest.mark.parametrize("name", SERVERS)
def test_addresses_alone_read_back_as_the_same_people(name: str) -> None:
    adapter = fitted(SERVERS[name], ())
    (part,) = render(people(fields=()), adapter).parts
    assert read_back(part.content, adapter).rows["canonical"].tolist() == part.canonical


@pytest.mark.parametrize("name", SERVERS)
@settings(max_examples=15, deadline=None)
@given(crowd=crowds())
def test_whatever_people_are_called_each_is_in_the_file_once_or_left_out_with_a_reason(name: str, crowd: Crowd) -> None:
    adapter = adapter_for(name)
    found = render(people(crowd), adapter)
    written = [one for part in found.parts for one in part.canonical]
    assert sorted([*written, *found.left_out["canonical"]]) == sorted(canonical(address) for address, _ in crowd)
    assert set(found.left_out["reason"]) <= {"encoding", "sign", "long", "role", "list"}
    lines = adapter.headed + len(written)
    for part in found.parts:
        assert part.content.decode(adapter.encoding).count(adapter.line_end) == lines


@pytest.mark.parametrize("name", SERVERS)
@settings(max_examples=12, deadline=None)
@given(crowd=crowds(_TAME))
def test_whatever_people_are_called_the_file_reads_back_as_them(name: str, crowd: Crowd) -> None:
    """Of tame addresses: without a heading our reader guesses what the server knows, the delimiter and the column."""
    adapter = adapter_for(name)
    if not adapter.headed:
        misread = str.maketrans("", "", "@;|\t")
        crowd = [(one, {field: text.translate(misread) for field, text in rest.items()}) for one, rest in crowd]
    for part in render(people(crowd), adapter).parts:
        assert read_back(part.content, adapter).rows["canonical"].tolist() == part.canonical


@settings(max_examples=15, deadline=None)
@given(crowd=crowds())
def test_no_cell_of_a_workbook_is_anything_but_a_text(crowd: Crowd) -> None:
    for part in render(people(crowd), adapter_for("brevo", container="xlsx")).parts:
        sheet = load_workbook(io.BytesIO(part.content)).active
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_the_same_people_give_the_same_workbook() -> None:
    adapter = adapter_for("cleverreach", container="xlsx")
    assert render(people(), adapter).parts == render(people(), adapter).parts


@pytest.mark.parametrize(("name", "container"), FORMS)
@pytest.mark.parametrize("limit", [{"rows": 7}, {"size": 250}, {"rows": 5, "size": 1}])
def test_splitting_keeps_everybody_exactly_once_and_each_part_below_the_limit(
    name: str, container: str, limit: dict[str, int]
) -> None:
    crowd = [(f"person{number}@example.com", {"first_name": f"Ännchen {number}"}) for number in range(15)]
    whole = adapter_for(name, container=container)
    adapter = replace(whole, **limit)
    parts = render(people(crowd), adapter).parts
    assert [one for part in parts for one in part.canonical] == [address for address, _ in crowd]
    assert len(parts) > 1
    for part in parts:
        assert read_back(part.content, whole).rows["canonical"].tolist() == part.canonical
        if "rows" in limit:
            assert len(part.canonical) <= limit["rows"]
        if container == "csv":
            assert len(part.content) <= limit.get("size", 10**9) or len(part.canonical) == 1


def test_nobody_gives_no_file() -> None:
    for name in SERVERS:
        found = render(people(()), adapter_for(name))
        assert found.parts == []
        assert found.left_out.empty
