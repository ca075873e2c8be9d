"""Flags that stand in another table than the address: shared, missing, reverted, found by several columns."""

from __future__ import annotations

from typing import Any

import pytest

from processor.erp.targets import Flag
from processor.errors import Unavailable
from tests.parts.ground import NOW, Ground, changes, customers, target

CONTACTS = [(1, 10, "anna@example.com"), (2, 10, "bert@example.com"), (3, 20, "carla@example.com")]
REVERTING = {
    "sqlite": [
        "CREATE TRIGGER guard AFTER UPDATE ON firmen WHEN NEW.nr = 20 "
        "BEGIN UPDATE firmen SET news = 'Y' WHERE nr = 20; END"
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION guard() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF NEW.nr = 20 THEN NEW.news := OLD.news; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard BEFORE UPDATE ON firmen FOR EACH ROW EXECUTE FUNCTION guard()",
    ],
    "mariadb": [
        "CREATE TRIGGER guard BEFORE UPDATE ON firmen FOR EACH ROW IF NEW.nr = 20 THEN SET NEW.news = OLD.news; END IF"
    ],
}


def on_parent(**other: Any) -> Flag:
    usual: dict[str, Any] = {"column": "news", "yes": ["Y"], "no": "N", "table": "firmen", "via": {"nr": "firma"}}
    return Flag(**{**usual, **other})


def lay(ground: Ground, contacts: Any = CONTACTS) -> None:
    ground.table("nr int primary key, news varchar(1), am date", [(10, "Y", None), (20, "Y", None)], name="firmen")
    ground.table("id int primary key, firma int, mail varchar(80)", contacts)


def test_a_flag_shared_by_two_contacts_is_written_once_and_done_for_both(ground: Ground) -> None:
    lay(ground)
    erp = ground.erp(target(flag=on_parent(also={"am": "{today}"})))
    found = customers(erp)
    wanted = changes(found[found["key"] != "[3]"], "set_no")
    wanted["reason"] = ["optout", "complaint"]
    assert erp.apply(wanted, now=NOW, source="x") == 2
    assert [tuple(map(str, row)) for row in ground.rows(name="firmen")] == [
        ("10", "N", "2026-04-12"),
        ("20", "Y", "None"),
    ]
    assert erp.apply(wanted, now=NOW, source="x") == 0
    assert ground.rows() == CONTACTS


@pytest.mark.parametrize("orphan", [(4, 99, "dora@example.com"), (4, None, "dora@example.com")])
def test_an_orphan_keeps_nobody_else_from_being_written(ground: Ground, orphan: tuple[object, ...]) -> None:
    lay(ground, [*CONTACTS, orphan])
    erp = ground.erp(target(flag=on_parent()))
    found = customers(erp)
    assert found["flag"].tolist() == ["yes", "yes", "yes", "unknown"]
    assert erp.apply(changes(found, "set_no"), now=NOW, source="x") == 3
    assert ground.rows("news", name="firmen") == [("N",), ("N",)]
    assert erp.apply(changes(found, "set_no"), now=NOW, source="x") == 0


def test_a_missing_row_is_inserted_where_the_settings_say_what_belongs_in_it(ground: Ground) -> None:
    ground.table("nr int primary key, news varchar(1), grund varchar(20)", [(10, "Y", None)], name="firmen")
    ground.table("id int primary key, firma int, mail varchar(80)", [*CONTACTS, (4, 20, "dora@example.com")])
    erp = ground.erp(target(flag=on_parent(null="yes", insert={"grund": "{reason}"})))
    found = customers(erp)
    assert set(found["flag"]) == {"yes"}
    wanted = changes(found, "set_no")
    wanted["reason"] = ["a", "b", "c", "d"]
    assert erp.apply(wanted, now=NOW, source="x") == 4
    assert ground.rows(name="firmen") == [(10, "N", None), (20, "N", "c")]
    assert erp.apply(wanted, now=NOW, source="x") == 0


def test_a_trigger_of_the_parent_that_reverts_is_an_error_that_names_the_row(ground: Ground) -> None:
    lay(ground)
    for statement in REVERTING[ground.kind]:
        ground.run(statement)
    erp = ground.erp(target(flag=on_parent()))
    with pytest.raises(Unavailable, match="erp_write_reverted") as caught:
        erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x")
    assert caught.value.facts == {"target": "crm", "key": "[3]"}
    assert ground.rows("news", name="firmen") == [("Y",), ("Y",)]


def test_a_parent_may_be_found_by_several_columns(ground: Ground) -> None:
    firms = [("01", 7, "Y"), ("01", 8, "Y"), ("02", 7, "Y")]
    ground.table("mandant char(4), nr int, news varchar(1), primary key (mandant, nr)", firms, name="firmen")
    people = [("01", 1, 7, "a@example.com"), ("02", 1, 7, "b@example.com"), ("01", 2, 8, "c@example.com")]
    ground.table("m char(4), id int, firma int, mail varchar(80), primary key (m, id)", people)
    erp = ground.erp(target(key=["m", "id"], flag=on_parent(via={"mandant": "m", "nr": "firma"})))
    found = customers(erp)
    wanted = changes(found[found["canonical"] == "b@example.com"], "set_no")
    assert erp.apply(wanted, now=NOW, source="x") == 1
    assert ground.rows(name="firmen", order="1, 2") == [("01", 7, "Y"), ("01", 8, "Y"), ("02", 7, "N")]


@pytest.mark.parametrize("row", ["", "yes"])
def test_the_other_table_may_be_the_same_one(ground: Ground, row: Any) -> None:
    rows = [(1, None, "firma@example.com", "Y"), (2, 1, "anna@example.com", None), (3, 2, "bert@example.com", None)]
    ground.table("id int primary key, oben int, mail varchar(80), news varchar(1)", rows)
    flag = Flag(column="" if row else "news", row=row, yes=["Y"], no="N", table="kunden", via={"id": "oben"})
    erp = ground.erp(target(flag=flag, where="mail LIKE '%@example.com'"))
    found = customers(erp)
    says = {"": ["unknown", "yes", "unknown"], "yes": ["no", "yes", "yes"]}[row]
    assert found.sort_values("key")["flag"].tolist() == says
    wanted = changes(found[found["key"] == "[2]"], "set_no")
    if not row:
        assert erp.apply(wanted, now=NOW, source="x") == 1
        assert ground.rows("id, news") == [(1, "N"), (2, None), (3, None)]


@pytest.mark.parametrize("row", ["yes", "no"])
def test_contacts_and_tables_that_share_an_entry_write_it_once(ground: Ground, row: Any) -> None:
    entries = [(10, 3, None), (20, 3, None)] if row == "yes" else []
    ground.table(
        "firma int, liste int, grund varchar(20), primary key (firma, liste)", [*entries, (10, 4, None)], name="listen"
    )
    contacts = "id int primary key, firma int, mail varchar(80)"
    ground.table(contacts, CONTACTS)
    ground.table(contacts, CONTACTS, name="personen")
    flag = Flag(
        row=row,
        table="listen",
        via={"firma": "firma"},
        where="liste = 3",
        insert={"liste": 3, "grund": "{reason}"} if row == "no" else {},
    )
    erp = ground.erp(target(flag=flag), target(name="person", table="personen", flag=flag))
    found = customers(erp)
    assert set(found["flag"]) == {"yes"}
    wanted = changes(found[found["key"] != "[3]"], "set_no")
    wanted["reason"] = ["a", "b", "c", "d"]
    assert erp.apply(wanted, now=NOW, source="x") == 4
    left = ground.rows(name="listen", order="1, 2")
    assert left == ([(10, 4, None), (20, 3, None)] if row == "yes" else [(10, 3, "a"), (10, 4, None)])
    assert erp.apply(wanted, now=NOW, source="x") == 0


def test_a_row_that_is_consent_itself_is_deleted_and_only_that_one(ground: Ground) -> None:
    rows = [(1, "anna@example.com"), (2, "Anna@Example.com"), (3, "bert@example.com")]
    ground.table("id int primary key, mail varchar(80)", rows)
    erp = ground.erp(target(flag=Flag(row="yes")))
    found = customers(erp)
    assert set(found["flag"]) == {"yes"}
    wanted = changes(found[found["canonical"] == "anna@example.com"], "set_no")
    assert erp.apply(wanted, now=NOW, source="x") == 2
    assert ground.rows() == rows[2:]
    assert erp.apply(wanted, now=NOW, source="x") == 0
