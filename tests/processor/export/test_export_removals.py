"""Removal files: addresses alone, or in the server's own way of taking people off; never off more than is meant."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from processor.export import addresses_only, as_removal, fitted, render
from processor.export.servers import SERVERS
from tests.processor.export.invented import adapter_for, read_back

SAMPLES = Path(__file__).parents[3] / "samples" / "removals"
GONE = ("anna@example.com", "bernd@example.org", "carla@xn--bckerei-mller-cib0x.example", "o'brien@example.net")
OWN = {"ghost", "mautic", "supermailer"}
"""Servers whose own way is not the addresses below their heading."""


def removal(name: str, *, one_list: bool = False) -> bytes:
    people = pd.DataFrame({"canonical": GONE, "written": GONE}, dtype="str")
    (part,) = render(people, as_removal(adapter_for(name), one_list=one_list)).parts
    assert part.canonical == list(GONE)
    return part.content


@pytest.mark.parametrize("name", SERVERS)
def test_a_removal_file_is_exactly_as_it_was_reviewed(name: str, request: pytest.FixtureRequest) -> None:
    golden = SAMPLES / f"{name}{adapter_for(name).suffix}"
    if request.config.getoption("--regenerate-exports", default=False):
        golden.write_bytes(removal(name))
    assert golden.read_bytes() == removal(name)


def test_every_sample_belongs_to_a_server() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == {f"{name}{adapter_for(name).suffix}" for name in SERVERS}


@pytest.mark.parametrize("name", SERVERS)
def test_nothing_of_anybody_but_the_address_is_handed_over(name: str) -> None:
    columns = as_removal(adapter_for(name)).columns
    assert [column.field for column in columns] == ["{email}", *[""] * (len(columns) - 1)]
    assert (as_removal(adapter_for(name)) != addresses_only(adapter_for(name))) is (name in OWN)


def test_a_word_that_takes_people_off_everything_is_never_in_the_file_of_one_list() -> None:
    for name, adapter in SERVERS.items():
        assert not adapter.removal.marks or adapter.removal.everywhere, name
        marks = {column.heading for column in adapter.removal.marks}
        assert not marks & {column.heading for column in as_removal(adapter, one_list=True).columns}
    assert removal("ghost", one_list=True).splitlines()[:2] == [b"email", b"anna@example.com"]


def test_the_words_are_those_the_servers_read() -> None:
    assert removal("ghost").splitlines()[:2] == [b"email,subscribed_to_emails", b"anna@example.com,false"]
    assert removal("mautic").splitlines()[:2] == [b"email,doNotEmail", b"anna@example.com,true"]
    assert removal("supermailer").splitlines()[0] == b"anna@example.com"
    assert removal("mailman") == "".join(f"{one}\n" for one in GONE).encode()


def test_the_heading_that_the_operator_gave_the_address_stays() -> None:
    adapter = as_removal(fitted(SERVERS["mautic"], (), columns={"Mail": "{email}"}))
    assert [column.heading for column in adapter.columns] == ["Mail", "doNotEmail"]


@pytest.mark.parametrize("name", SERVERS)
def test_it_reads_back_as_the_same_people_who_want_no_mail(name: str) -> None:
    rows = read_back(removal(name), as_removal(adapter_for(name))).rows
    assert rows["canonical"].tolist() == list(GONE)
    assert set(rows["event"]) == {"optout"}
