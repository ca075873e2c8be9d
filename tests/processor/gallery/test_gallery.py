"""The gallery of broken, hostile and misleading files: each gets the verdict that was written beside it by hand."""

from __future__ import annotations

import io

import pytest

from processor.errors import Refused
from processor.read import read
from tests.fuzz.laws import broken_laws
from tests.processor.dress import taken
from tests.processor.gallery import meanings, packed, texts
from tests.processor.gallery.case import Case, told

GALLERY = {
    f"{room}, {name}": case
    for room, cases in {
        "cut": texts.TRUNCATED,
        "foreign": texts.FOREIGN,
        "shape": texts.SHAPES,
        "workbook": packed.WORKBOOKS,
        "archive": packed.ARCHIVES,
        "subscribers": meanings.SUBSCRIBERS,
        "flag": meanings.FLAGS,
        "column": meanings.COLUMNS,
        "address": meanings.ADDRESSES,
    }.items()
    for name, case in cases.items()
}


@pytest.mark.parametrize("case", GALLERY.values(), ids=GALLERY)
def test_a_file_of_the_gallery_gets_its_verdict(case: Case) -> None:
    data = case.bytes
    if isinstance(case.verdict, str):
        with pytest.raises(Refused) as refusal:
            taken(data, case.name, case.folder)
        assert refusal.value.code == case.verdict
        return
    batch = taken(data, case.name, case.folder)
    assert told(batch) == list(case.verdict)
    assert not broken_laws(batch, read(io.BytesIO(data), case.name))


NAMES = ("liste.csv", "Abmeldungen.csv", "unsubscribed.csv", "Bounces Mai.csv", "blacklist.csv", "Werbesperren.csv")
CELLS_SAY_THEY_ARE_THERE = (
    "active customers",
    "nobody is unsubscribed",
    "unsubscribed, says the heading, subscribed, say the cells",
    "the same in German",
    "opt-out, says the heading, opt-in, say the cells",
    "everybody wants the newsletter",
    "consent given",
    "nobody is blocked",
)


@pytest.mark.parametrize("folder", ["", "optouts", "bounces"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", CELLS_SAY_THEY_ARE_THERE)
def test_nobody_leaves_by_a_list_whose_cells_say_that_they_are_there(case: str, name: str, folder: str) -> None:
    try:
        events = set(taken(meanings.SUBSCRIBERS[case].bytes, name, folder).rows["event"])
    except Refused as refused:
        events = {refused.code}
    assert events
    assert not events & {"optout", "complaint"}
