"""Tables that nothing may be written to: what is to be done there becomes a list, and the rest is written."""

from __future__ import annotations

import json

import pandas as pd

from processor.erp.targets import Bounce, Flag
from processor.erp.worklist import WORKLIST
from tests.parts.ground import NOW, Ground, changes, customers, target


def test_a_list_says_what_is_to_be_done_and_apply_leaves_it_alone(ground: Ground) -> None:
    rows = [(1, 7, "Anna <a@example.com>; b@example.com", "Y", 0), (1, 8, "c@example.com", "N", 0)]
    columns = "mandant int, nr int, mail varchar(80), news varchar(1), hold int, primary key (mandant, nr)"
    ground.table(columns, rows)
    ground.table("id int primary key, mail varchar(80), news varchar(1)", [(1, "c@example.com", "Y")], name="personen")
    listed = target(key=["mandant", "nr"], write="file", split=True, bounce=Bounce("mark", "hold", 1, then="clear"))
    erp = ground.erp(listed, target(name="person", table="personen"))
    found = customers(erp).sort_values(["target", "key", "canonical"])
    plan = pd.concat(
        [
            changes(found[found["flag"] != "no"], "set_no", "complaint"),
            changes(found[found["canonical"] == "c@example.com"].head(1), "mark", "gone"),
            changes(found[found["canonical"] == "b@example.com"], "clear", "gone"),
        ],
        ignore_index=True,
    )
    made = erp.listed(plan, now=NOW, source="x")
    assert list(made) == list(WORKLIST)
    about = ("crm", "kunden", "mandant = 1, nr = 7", "mail")
    assert [tuple(row) for row in made.values.tolist()] == [
        (*about, "a@example.com", "set_no", "news", "N", "complaint"),
        (*about, "b@example.com", "set_no", "news", "N", "complaint"),
        ("crm", "kunden", "mandant = 1, nr = 8", "mail", "c@example.com", "mark", "hold", "1", "gone"),
        (*about, "b@example.com", "clear", "mail", "Anna <a@example.com>", "gone"),
    ]
    assert {str(dtype) for dtype in made.dtypes} == {"str"}
    assert erp.apply(plan, now=NOW, source="x") == 1
    assert ground.rows(order="1, 2") == rows
    assert ground.rows("news", name="personen") == [("N",)]


def test_nothing_to_list_is_an_empty_list_with_its_columns(file_ground: Ground) -> None:
    file_ground.table("id int primary key, mail varchar(80), news varchar(1)", [(1, "c@example.com", "Y")])
    erp = file_ground.erp(target())
    made = erp.listed(changes(customers(erp), "set_no"), now=NOW, source="x")
    assert (len(made), list(made)) == (0, list(WORKLIST))


def test_a_plan_for_a_listed_table_only_needs_no_connection() -> None:
    plan = pd.DataFrame(
        {
            "target": ["crm"], "key": ['["K-1"]'], "column": ["mail"], "email": ["a@example.com"],
            "canonical": ["a@example.com"], "action": ["set_no"], "before": [json.dumps("x")], "reason": ["optout"],
        }
    )  # fmt: skip
    away = Ground("sqlite", "/nowhere/at/all.db")
    erp = away.erp(target(write="file", flag=Flag(column="seit", null="no", other="yes")))
    assert erp.apply(plan, now=NOW, source="x") == 0
    (row,) = erp.listed(plan, now=NOW, source="x").to_dict("records")
    assert (row["key"], row["place"], row["value"]) == ("id = K-1", "seit", "{null}")
