"""One contract for every way of saying who may get mail, on SQLite, PostgreSQL and MariaDB."""

from __future__ import annotations

import pandas as pd
import pytest

from processor.erp import reader
from processor.erp.targets import Changed
from tests.parts.ground import NOW, Ground, changes, customers
from tests.parts.shapes import MAIL, SHAPES, Shape


@pytest.fixture(params=SHAPES, ids=lambda name: name.replace(" ", "_"))
def shape(request: pytest.FixtureRequest, ground: Ground) -> Shape:
    """Each shape, its tables made."""
    made: Shape = SHAPES[request.param]
    made.lay(ground)
    return made


def said(found: pd.DataFrame) -> dict[str, set[str]]:
    """What is said of each person."""
    return {name: set(found.loc[found["canonical"] == mail, "flag"]) for name, mail in MAIL.items()}


def tables(ground: Ground) -> list[object]:
    """Everything in the database."""
    return [sorted(map(repr, ground.rows(name=name))) for name in ground.tables]


def wanted_in(found: pd.DataFrame, *names: str) -> pd.DataFrame:
    """The opt-outs of these people, as a plan asks for them."""
    some = found["canonical"].isin([MAIL[name] for name in names]) & (found["flag"] != "no")
    return changes(found[some], "set_no", "o")


def test_who_may_get_mail_is_read_rightly(ground: Ground, shape: Shape) -> None:
    found = said(customers(ground.erp(*shape.targets)))
    assert found == {"anna": {"yes"}, "bert": {"yes"}, "carla": {"yes"}, "dora": {"no"}}


def test_an_optout_is_written_for_those_who_asked_and_a_repetition_changes_nothing(
    ground: Ground, shape: Shape
) -> None:
    erp = ground.erp(*shape.targets)
    wanted = wanted_in(customers(erp), "anna", "bert")
    assert erp.apply(wanted, now=NOW, source="x") == len(wanted)
    assert said(customers(erp)) == {"anna": {"no"}, "bert": {"no"}, "carla": {"yes"}, "dora": {"no"}}
    after = tables(ground)
    assert erp.apply(wanted, now=NOW, source="x") == 0
    assert tables(ground) == after


def test_what_was_done_by_half_is_completed(ground: Ground, shape: Shape) -> None:
    erp = ground.erp(*shape.targets)
    wanted = wanted_in(customers(erp), "anna", "bert")
    ground.run(shape.done)
    assert 0 < erp.apply(wanted, now=NOW, source="x") <= len(wanted)
    assert said(customers(erp))["bert"] == said(customers(erp))["anna"] == {"no"}


def test_a_row_edited_since_stops_everything_and_is_named(ground: Ground, shape: Shape) -> None:
    erp = ground.erp(*shape.targets)
    wanted = wanted_in(customers(erp), "anna", "bert")
    ground.run(shape.edited)
    before = tables(ground)
    with pytest.raises(Changed) as caught:
        erp.apply(wanted, now=NOW, source="x")
    assert caught.value.keys == (("crm", "[2]"),)
    assert tables(ground) == before


def test_somebody_opted_in_again_behind_our_back_is_opted_out_again(ground: Ground, shape: Shape) -> None:
    erp = ground.erp(*shape.targets)
    erp.apply(wanted_in(customers(erp), "anna"), now=NOW, source="x")
    ground.run(shape.again)
    found = customers(erp)
    assert said(found)["anna"] != {"no"}
    erp.apply(wanted_in(found, "anna"), now=NOW, source="x")
    assert said(customers(erp))["anna"] == {"no"}


def test_a_lookup_says_the_same_as_a_full_pass(ground: Ground, shape: Shape, monkeypatch: pytest.MonkeyPatch) -> None:
    erp = ground.erp(*shape.targets)
    found = customers(erp)
    monkeypatch.setattr(reader, "MANY", 0)
    asked = {MAIL["anna"], MAIL["dora"]}
    looked_up, alive = erp.holders(asked)
    expected = found[found["canonical"].isin(asked)]
    order = ["target", "key", "column"]
    assert (
        looked_up.sort_values(order).values.tolist() == expected.sort_values(order).values.tolist()  # type: ignore[no-untyped-call]
    )
    assert alive == len(found.drop_duplicates(["target", "key"]))
