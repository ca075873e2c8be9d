"""Thirty thousand rows at once, on servers that take a list as one parameter and on those that do not."""

from __future__ import annotations

import pandas as pd
import pytest

from processor.erp.gateway import Erp
from processor.erp.server import Server
from processor.erp.targets import Blacklist, Bounce, Flag
from tests.parts.ground import NOW, Ground, changes, customers, target

MANY = 30_000


def opened(ground: Ground, structured: bool, *targets: object) -> Erp:
    """The ERP, its server taken for one that knows no JSON if wished."""
    erp = ground.erp(*targets)  # type: ignore[arg-type]
    if not structured:
        name = "mysql" if ground.kind == "mariadb" else ground.kind
        erp._sessions._server = Server(name)
    return erp


@pytest.mark.parametrize("structured", [True, False])
def test_thirty_thousand_rows_are_written_in_one_go(ground: Ground, structured: bool) -> None:
    rows = [(number, f"k{number}@example.com", "Y", None) for number in range(MANY)]
    ground.table("id int primary key, mail varchar(80), news varchar(1), hold int", rows)
    ground.table("adresse varchar(80) primary key", name="sperren")
    bounce = Bounce("mark", "hold", 1)
    erp = opened(ground, structured, target(blacklist=Blacklist("sperren", "adresse"), bounce=bounce))
    found = customers(erp)
    plan = pd.concat([changes(found.iloc[1:], "set_no"), changes(found.iloc[1:5_001], "mark")])
    assert erp.apply(plan, now=NOW, source="x") == MANY - 1
    assert ground.rows("news, count(*), sum(hold)", order="1", name="kunden GROUP BY news") == [
        ("N", MANY - 1, 5_000),
        ("Y", 1, None),
    ]
    assert ground.rows("count(*)", name="sperren") == [(MANY - 1,)]
    assert erp.apply(plan, now=NOW, source="x") == 0
    looked_up, alive = erp.holders(set(found["canonical"].iloc[:7_000]))
    assert (len(looked_up), alive) == (7_000, MANY)
    assert set(looked_up["flag"]) == {"yes", "no"}


def test_thousands_of_text_keys_on_a_parent_and_of_cells_to_be_cleared(ground: Ground) -> None:
    ground.table("nr varchar(12) primary key, news varchar(1)", [(f"F{n}", "Y") for n in range(6_000)], name="firmen")
    rows = [(f"K{n}", f"F{n // 2}", f"k{n}@example.com") for n in range(12_000)]
    ground.table("nr varchar(12) primary key, firma varchar(12), mail varchar(80)", rows)
    flag = Flag(column="news", yes=["Y"], no="N", table="firmen", via={"nr": "firma"})
    erp = ground.erp(target(key=["nr"], flag=flag, bounce=Bounce("clear")))
    found = customers(erp)
    plan = pd.concat([changes(found, "set_no"), changes(found.head(2_000), "clear")])
    assert erp.apply(plan, now=NOW, source="x") == 12_000
    assert ground.rows("news, count(*)", name="firmen GROUP BY news") == [("N", 6_000)]
    assert ground.rows("count(mail)") == [(10_000,)]
    assert erp.apply(plan, now=NOW, source="x") == 0
