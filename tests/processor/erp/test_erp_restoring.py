"""The way back in the ERP: only where the value still is ours, all or nothing, the same on every server."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from processor.erp.gateway import Erp, Unrestorable
from processor.erp.targets import Bounce, Changed, Flag
from processor.errors import Unavailable
from tests.parts.ground import NOW, Ground, changes, customers, target
from tests.processor.erp.test_erp_writing import BLOCKING, REVERTING

PLAIN = "id int primary key, mail varchar(80), news varchar(8)"
FIVE = [(1, "k1@example.com", "Y"), (2, "k2@example.com", None), (3, "k3@example.com", "Y"), (4, "k4@example.com", "Y")]


def written(erp: Erp, action: str = "set_no") -> pd.DataFrame:
    """Changes of all customers, carried out."""
    wanted = changes(customers(erp), action)
    erp.apply(wanted, now=NOW, source="x")
    return wanted


def states(erp: Erp, wanted: pd.DataFrame) -> list[str]:
    return [one.now for one in erp.standing(wanted)]


def test_flags_go_back_to_what_each_of_them_was_null_included(ground: Ground) -> None:
    ground.table(PLAIN, FIVE)
    erp = ground.erp(target())
    wanted = written(erp)
    assert states(erp, wanted) == ["ours"] * 4
    assert erp.restore(wanted, now=NOW, source="x") == 4
    assert ground.rows("id, mail, news") == FIVE
    assert states(erp, wanted) == ["before"] * 4
    assert erp.restore(wanted, now=NOW, source="x") == 0


def test_the_state_of_each_row_is_seen_and_who_is_in_it(ground: Ground) -> None:
    ground.table(PLAIN, FIVE)
    erp = ground.erp(target())
    wanted = written(erp)
    ground.run("UPDATE kunden SET news = 'later' WHERE id = 1")
    ground.run("UPDATE kunden SET mail = 'new@example.com' WHERE id = 2")
    ground.run("DELETE FROM kunden WHERE id = 3")
    ground.run("UPDATE kunden SET mail = 'K4@Example.com; other@example.com' WHERE id = 4")
    found = erp.standing(wanted)
    assert [one.now for one in found] == ["edited", "edited", "gone", "edited"]
    assert set(found[3].people) == {"k4@example.com", "other@example.com"}


def test_one_edited_row_keeps_all_from_being_written(ground: Ground) -> None:
    ground.table(PLAIN, FIVE)
    erp = ground.erp(target())
    wanted = written(erp)
    ground.run("UPDATE kunden SET news = 'later' WHERE id = 4")
    with pytest.raises(Changed) as stop:
        erp.restore(wanted, now=NOW, source="x")
    assert stop.value.keys == (("crm", "[4]"),)
    assert ground.rows("id, news") == [(1, "N"), (2, "N"), (3, "N"), (4, "later")]


@pytest.mark.parametrize(
    ("hindrance", "problem"), [(BLOCKING, Unrestorable), (REVERTING, Unavailable)], ids=["blocking", "reverting"]
)
def test_a_trigger_that_stands_in_the_way_undoes_everything(
    ground: Ground, hindrance: dict[str, list[str]], problem: type[Exception]
) -> None:
    ground.table(PLAIN, [(number, f"k{number}@example.com", "J") for number in range(1, 6)])
    erp = ground.erp(target(flag=Flag(column="news", yes=["J"], no="Y")))
    wanted = written(erp)
    for statement in hindrance[ground.kind]:
        ground.run(statement)
    with pytest.raises(problem, match="erp_changed" if problem is Unrestorable else "erp_write_reverted"):
        erp.restore(wanted, now=NOW, source="x")
    assert {news for (news,) in ground.rows("news")} == {"Y"}
    assert set(states(erp, wanted)) == {"ours"}


def test_where_no_row_may_be_set_back_that_is_no_matter_of_rows(ground: Ground) -> None:
    ground.table(PLAIN, FIVE)
    wanted = written(ground.erp(target()))
    erp = ground.erp(target(also={"nirgends": "x"}))
    with pytest.raises(Unavailable, match="erp_refuses"):
        erp.restore(wanted, now=NOW, source="x")
    assert states(erp, wanted) == ["ours"] * 4


@pytest.mark.parametrize(
    ("bounce", "action"), [(Bounce("mark", "faulty", 1), "mark"), (Bounce("clear"), "clear")], ids=["mark", "clear"]
)
def test_marks_and_removed_addresses_go_back(ground: Ground, bounce: Bounce, action: str) -> None:
    rows = [(1, "k1@example.com", "Y", 0), (2, "K2@Example.com", "Y", None)]
    ground.table(f"{PLAIN}, faulty int", rows)
    erp = ground.erp(target(bounce=bounce))
    wanted = written(erp, action)
    assert ground.rows() != rows
    assert erp.restore(wanted, now=NOW, source="x") == 2
    assert ground.rows() == rows


def test_extra_assignments_are_made_anew_and_say_that_it_was_undone(ground: Ground) -> None:
    ground.table(f"{PLAIN}, why varchar(40), source varchar(40)", [(1, "k1@example.com", "Y", "", "")])
    erp = ground.erp(target(also={"why": "{reason}", "source": "{source}"}))
    wanted = written(erp)
    erp.restore(wanted, now=NOW, source="liste.csv")
    assert ground.rows("news, why, source") == [("Y", "undo", "liste.csv")]


def test_a_no_of_the_erps_own_is_not_ours(file_ground: Ground) -> None:
    file_ground.table(PLAIN, FIVE)
    erp = file_ground.erp(target(flag=Flag(column="news", yes=["Y"], no="N", also_no=["blocked"])))
    wanted = written(erp)
    file_ground.run("UPDATE kunden SET news = 'blocked' WHERE id = 1")
    assert states(erp, wanted)[0] == "edited"


@pytest.mark.parametrize("which", [{"action": "delete_row"}, {"target": "gone from the settings"}])
def test_what_there_is_no_way_back_for_is_unknown(file_ground: Ground, which: dict[str, Any]) -> None:
    file_ground.table(PLAIN, FIVE)
    erp = file_ground.erp(target())
    assert states(erp, written(erp).assign(**which)) == ["unknown"] * 4


INSERTED = Flag("stand", yes=["Y"], no="N", null="yes", table="abos", via={"person": "id"}, insert={"liste": 3})


@pytest.mark.parametrize(("null", "left"), [("", None), (" not null", "Y")])
def test_an_inserted_row_says_again_what_having_none_said(ground: Ground, null: str, left: object) -> None:
    ground.table("id int primary key, mail varchar(80)", [(1, "k1@example.com"), (2, "k2@example.com")])
    ground.table(f"person int, liste int, stand varchar(1){null}", [(2, 3, "Y")], name="abos")
    erp = ground.erp(target(flag=INSERTED))
    wanted = written(erp)
    assert ground.rows("person, stand", name="abos") == [(1, "N"), (2, "N")]
    assert erp.restore(wanted, now=NOW, source="x") == 2
    assert ground.rows("person, stand", name="abos") == [(1, left), (2, "Y")]
    assert states(erp, wanted) == ["before"] * 2
    assert set(customers(erp)["flag"]) == {"yes"}


def test_a_row_that_may_not_hold_its_value_before_is_told_and_keeps_nobody_elses_back(ground: Ground) -> None:
    """Two of five addresses belong to new customers by now, and each may be there once."""
    ground.table("id int primary key, mail varchar(80) unique", [(n, f"k{n}@example.com") for n in range(1, 6)])
    erp = ground.erp(target(flag=Flag(), bounce=Bounce("clear")))
    wanted = written(erp, "clear")
    ground.run("INSERT INTO kunden VALUES (7, 'k2@example.com'), (8, 'k5@example.com')")
    with pytest.raises(Unrestorable) as stop:
        erp.restore(wanted, now=NOW, source="x")
    assert set(stop.value.keys) == {("crm", "[2]"), ("crm", "[5]")}
    assert states(erp, wanted) == ["ours"] * 5
    assert erp.restore(wanted[~wanted["key"].isin(["[2]", "[5]"])], now=NOW, source="x") == 3
    assert [mail for _, mail in ground.rows("id, mail")][:5] == [
        *("k1@example.com", None, "k3@example.com", "k4@example.com", None)
    ]


def test_a_row_that_may_hold_its_value_before_by_now_is_tried_again(ground: Ground) -> None:
    ground.table("id int primary key, mail varchar(80) unique", [(n, f"k{n}@example.com") for n in range(1, 3)])
    erp = ground.erp(target(flag=Flag(), bounce=Bounce("clear")))
    wanted = written(erp, "clear")
    ground.run("INSERT INTO kunden VALUES (7, 'k2@example.com')")
    with pytest.raises(Unrestorable):
        erp.restore(wanted, now=NOW, source="x")
    ground.run("DELETE FROM kunden WHERE id = 7")
    assert states(erp, wanted) == ["ours", "ours"]
    assert erp.restore(wanted, now=NOW, source="x") == 2
    assert ground.rows() == [(1, "k1@example.com"), (2, "k2@example.com")]


@pytest.mark.parametrize("counted", [None, 2])
def test_a_counter_goes_back_by_one_where_nobody_counted_on(ground: Ground, counted: object) -> None:
    ground.table(f"{PLAIN}, faulty int", [(1, "k1@example.com", "Y", counted), (2, "k2@example.com", "Y", counted)])
    erp = ground.erp(target(bounce=Bounce("count", "faulty", 5)))
    wanted = written(erp, "count")
    ground.run("UPDATE kunden SET faulty = 9 WHERE id = 2")
    assert states(erp, wanted) == ["ours", "edited"]
    assert erp.restore(wanted[:1], now=NOW, source="x") == 1
    assert ground.rows("id, faulty") == [(1, counted), (2, 9)]


def test_addresses_taken_out_of_one_cell_go_back_together(ground: Ground) -> None:
    cell = "A@example.com; b@example.com; c@example.com"
    ground.table(PLAIN, [(1, cell, "Y")])
    erp = ground.erp(target(split=True, bounce=Bounce("clear")))
    found = customers(erp)
    wanted = changes(found[found["canonical"] != "b@example.com"], "clear")
    erp.apply(wanted, now=NOW, source="x")
    assert ground.rows("mail") == [("b@example.com",)]
    assert states(erp, wanted) == ["ours", "ours"]
    assert states(erp, wanted[:1]) == ["edited"]
    assert erp.restore(wanted, now=NOW, source="x") == 1
    assert ground.rows("mail") == [(cell,)]
