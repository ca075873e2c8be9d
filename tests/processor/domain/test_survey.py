"""One look through all customers: whose no is repaired, who is exported, who never is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.domain.crowd import Crowd
from processor.domain.digest import with_digests
from processor.domain.effects import Effect
from processor.domain.survey import Standing, Survey, quarantine_end
from tests.processor.domain.small_world import MARK, NOW, customers, days_ago, row

ANNA, BERT = "anna@example.com", "bert@example.com"
DELETE = {"customers": Effect("mark", "delete_row"), "contacts": Effect("mark", "delete_row")}


def look(
    *rows: Any,
    said_no: Any = (),
    kept_out: Any = (),
    known: Any = (),
    faulty_since: Any = None,
    exclude: Any = (),
    effects: Any = MARK,
    before: datetime | None = None,
    chunks: Any = None,
) -> Survey:
    """The survey of an ERP with these rows, in chunks of these lengths."""
    over = [address for address, since in (faulty_since or {}).items() if before and since < before]
    standing = Standing(*map(Crowd.of, (said_no, {*kept_out, *said_no}, known, over)))
    survey = Survey(standing, exclude=exclude, effects=effects)
    start = 0
    for length in chunks or [len(rows)]:
        survey.add(with_digests(customers(*rows[start : start + length])))
        start += length
    assert start == len(rows)
    return survey


def exported(*rows: Any, **facts: Any) -> list[str]:
    return list(look(*rows, **facts).new_subscribers().addresses())


def repaired(*rows: Any, **facts: Any) -> list[tuple[str, str, str]]:
    changes = look(*rows, **facts).repairs()
    return sorted(zip(changes["target"], changes["key"], changes["action"], strict=True))


# The resurrection guard


@pytest.mark.parametrize("flag", ["yes", "unknown"])
def test_who_said_no_and_is_not_no_is_set_to_no_again_in_every_row(flag: str) -> None:
    rows = [
        row(ANNA, 1, flag=flag),
        row("ANNA@example.com", 2, "contacts", flag=flag),
        row(ANNA, 3, flag="no"),
        row(BERT, 4),
    ]
    assert repaired(*rows, said_no=[ANNA]) == [("contacts", "[2]", "set_no"), ("customers", "[1]", "set_no")]


def test_a_repair_names_its_before_image_and_no_line() -> None:
    change = look(row(ANNA), said_no=[ANNA]).repairs().to_dict("records")[0]
    assert (change["before"], change["email"], change["canonical"], change["line"]) == ('"Y"', ANNA, ANNA, 0)


def test_a_bounce_alone_never_sets_a_flag() -> None:
    assert repaired(row(ANNA), kept_out=[ANNA], faulty_since={ANNA: days_ago(400)}) == []


def test_nothing_is_repaired_where_nothing_is_wrong() -> None:
    survey = look(row(ANNA, flag="no"), row(BERT, 2), said_no=[ANNA])
    assert survey.repairs().empty
    assert survey.customers == 2


# Who is exported


def test_a_yes_is_exported_once_whatever_the_spelling_and_however_often() -> None:
    rows = [row("Anna@Example.com", 1), row(ANNA, 2), row("ANNA@example.com", 3, "contacts"), row(BERT, 4)]
    people = look(*rows).new_subscribers().whole()
    assert list(people["canonical"]) == [ANNA, BERT]
    assert list(people["email"]) == ["Anna@Example.com", BERT]


@pytest.mark.parametrize("flag", ["no", "unknown"])
def test_who_is_not_yes_is_never_exported(flag: str) -> None:
    assert exported(row(ANNA, flag=flag)) == []


@pytest.mark.parametrize("target", ["customers", "contacts"])
@pytest.mark.parametrize("cells", [{"flag": "no"}, {"flag": "unknown"}, {"faulty": True}])
def test_no_wins_over_yes_across_rows_and_targets(target: str, cells: Any) -> None:
    yes, no = row(ANNA, 1), row("Anna@example.com", 2, target, **cells)
    assert exported(yes, no) == []
    assert exported(no, yes) == []
    assert exported(yes, row(BERT, 3), no, chunks=[1, 1, 1]) == [BERT]


def test_known_kept_out_and_faulty_people_are_never_exported() -> None:
    rows = [
        row(ANNA, 1),
        row(BERT, 2),
        row("c@example.com", 3, faulty=True),
        row("d@example.com", 4),
        row("e@example.com", 5),
    ]
    assert exported(*rows, known=[ANNA], kept_out=[BERT], said_no=["d@example.com"]) == ["e@example.com"]


def test_excluded_addresses_are_never_exported() -> None:
    rows = [row(ANNA, 1), row("me@our-company.de", 2), row("noreply@shop.de", 3), row("x@ä-firma.de", 4)]
    assert exported(*rows, exclude=["*@our-company.de", "NOREPLY@*", "*@ä-firma.de"]) == [ANNA]


def test_a_text_that_is_no_address_is_never_exported() -> None:
    assert exported(row("keine", canonical=""), row(ANNA, 2)) == [ANNA]


def test_a_tag_makes_another_subscriber() -> None:
    assert exported(row(ANNA, 1), row("anna+news@example.com", 2), said_no=[ANNA]) == ["anna+news@example.com"]


def test_the_fields_of_the_first_row_travel() -> None:
    people = look(row(ANNA, 1, first_name="Anna"), row(ANNA, 2, first_name="A.")).new_subscribers().whole()
    assert list(people["first_name"]) == ["Anna"]


def test_an_empty_erp_is_an_empty_survey() -> None:
    survey = look()
    assert survey.new_subscribers().addresses() == []
    assert survey.repairs().empty
    assert survey.customers == 0
    untouched = Survey(Standing(*[Crowd.of(())] * 3), exclude=(), effects={})
    assert untouched.new_subscribers().addresses() == []
    assert untouched.repairs().empty


# Quarantine


def test_quarantine_ends_so_many_days_after_the_mark_and_never_where_it_is_off() -> None:
    assert quarantine_end(0, NOW) is None
    assert quarantine_end(30, NOW) == NOW - timedelta(days=30)


def quarantined(days: float, quarantine: int = 30, effects: Any = DELETE, **cells: Any) -> list[tuple[str, str, str]]:
    facts = {"kept_out": [ANNA], "faulty_since": {ANNA: days_ago(days)}, "effects": effects}
    return repaired(row(ANNA, **{"faulty": True, **cells}), before=quarantine_end(quarantine, NOW), **facts)


def test_a_marked_row_is_deleted_after_its_quarantine_only_when_configured() -> None:
    deleted = [("customers", "[1]", "delete_row")]
    assert quarantined(30.1) == deleted
    assert quarantined(29.9) == []
    assert quarantined(400, quarantine=0) == []
    assert quarantined(400, effects=MARK) == []


def test_a_corrected_row_is_not_deleted() -> None:
    assert quarantined(400, faulty=False) == []


def test_quarantine_never_deletes_a_cell_with_several_addresses() -> None:
    assert quarantined(400, alone=False, email=f"{ANNA}; {BERT}") == []


def test_a_row_to_be_deleted_is_not_written_to_as_well() -> None:
    facts = {"said_no": [ANNA], "faulty_since": {ANNA: days_ago(90)}, "effects": DELETE}
    found = repaired(row(ANNA, faulty=True), before=days_ago(30), **facts)
    assert ("customers", "[1]", "delete_row") in found
    actions = list(look(row(ANNA, faulty=True), before=days_ago(30), **facts).repairs()["action"])
    assert actions[-1] == "delete_row"


# Chunks

SPELLINGS = [
    "anna@example.com",
    "Anna@example.com",
    "bert@example.com",
    "c@example.com",
    "c+x@example.com",
    "me@own.de",
]
PEOPLE = sorted({spelling.lower() for spelling in SPELLINGS})
SOME = st.sets(st.sampled_from(PEOPLE), max_size=3)


@st.composite
def erps(draw: st.DrawFn) -> list[Any]:
    rows = []
    for key in range(draw(st.integers(0, 10))):
        cells = {
            "flag": draw(st.sampled_from(["yes", "yes", "yes", "no", "unknown"])),
            "faulty": draw(st.sampled_from([False, False, True])),
            "alone": draw(st.booleans()),
            "first_name": f"name {key}",
        }
        rows.append(
            row(draw(st.sampled_from(SPELLINGS)), key, draw(st.sampled_from(["customers", "contacts"])), **cells)
        )
    return rows


@st.composite
def lengths(draw: st.DrawFn, total: int) -> list[int]:
    cut = sorted(draw(st.lists(st.integers(0, total), max_size=5)))
    return [end - start for start, end in zip([0, *cut], [*cut, total], strict=True)]


@given(rows=erps(), said_no=SOME, kept_out=SOME, known=SOME, data=st.data())
@settings(max_examples=50, deadline=None)
def test_how_the_customers_are_cut_into_chunks_does_not_matter(
    rows: list[Any], said_no: set[str], kept_out: set[str], known: set[str], data: st.DataObject
) -> None:
    facts = {
        "said_no": said_no,
        "kept_out": kept_out,
        "known": known,
        "faulty_since": {address: days_ago(90) for address in kept_out},
        "exclude": ["*@own.de"],
        "effects": DELETE,
        "before": days_ago(30),
    }
    whole = look(*rows, **facts)
    parts = look(*rows, **facts, chunks=data.draw(lengths(len(rows))))
    assert parts.customers == whole.customers
    pd.testing.assert_frame_equal(parts.new_subscribers().whole(), whole.new_subscribers().whole(), check_dtype=False)
    order = ["target", "key", "action", "column"]
    one, two = (survey.repairs().sort_values(order, ignore_index=True) for survey in (parts, whole))
    pd.testing.assert_frame_equal(one, two, check_dtype=False)


@given(rows=erps(), said_no=SOME, kept_out=SOME, known=SOME)
@settings(max_examples=50, deadline=None)
def test_exported_is_exactly_who_is_yes_everywhere_sound_and_new(
    rows: list[Any], said_no: set[str], kept_out: set[str], known: set[str]
) -> None:
    wanted = set()
    for address in {cells["canonical"] for cells in rows}:
        mine = [cells for cells in rows if cells["canonical"] == address]
        if all(cells["flag"] == "yes" and not cells["faulty"] for cells in mine):
            wanted.add(address)
    wanted -= said_no | kept_out | known | {"me@own.de"}
    found = exported(*rows, said_no=said_no, kept_out=kept_out, known=known, exclude=["*@own.de"])
    assert len(found) == len(set(found))
    assert set(found) == wanted
