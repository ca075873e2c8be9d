"""Tables whose rows are the addresses that may not be mailed."""

from __future__ import annotations

from typing import Any

import pytest

from processor.erp import gateway, reader
from processor.erp.targets import Blacklist, Flag
from tests.parts.ground import NOW, Ground, changes, customers, target

PEOPLE = [(1, "Anna@Example.com"), (2, "bert@example.com"), (3, "café@example.com"), (4, "cafe@example.com")]


def lay(ground: Ground, columns: str, rows: list[tuple[object, ...]]) -> None:
    ground.table("id int primary key, mail varchar(80)", PEOPLE)
    ground.table(columns, rows, name="sperren")


def blacklisted(ground: Ground, *, where: str = "", **more: Any) -> gateway.Erp:
    return ground.erp(target(flag=Flag(), blacklist=Blacklist("sperren", "adresse", where=where, **more)))


@pytest.mark.parametrize(("fold", "written"), [("lower", "anna@example.com"), ("upper", "ANNA@EXAMPLE.COM")])
def test_an_entry_is_written_in_the_case_and_with_the_columns_of_the_table(
    ground: Ground, fold: Any, written: str
) -> None:
    lay(ground, "adresse varchar(80) primary key, kennung varchar(32), wann date, warum varchar(99), art int", [])
    values = {"kennung": "{digest}", "wann": "{today}", "warum": "{source} {reason} {email}", "art": 7}
    erp = blacklisted(ground, fold=fold, values=values)
    found = customers(erp)
    assert set(found["flag"]) == {"yes"}
    wanted = changes(found[found["key"] == "[1]"], "set_no")
    assert erp.apply(wanted, now=NOW, source="f.csv") == 1
    ((address, digest, day, why, kind),) = ground.rows(name="sperren")
    assert (address, str(day), why, kind) == (written, "2026-04-12", f"f.csv optout {written}", 7)
    assert len(digest) == 32
    assert customers(erp).sort_values("key")["flag"].tolist() == ["no", "yes", "yes", "yes"]
    assert erp.apply(wanted, now=NOW, source="f.csv") == 0


def test_an_old_entry_is_made_active_again_however_it_is_spelled_and_nobody_elses(ground: Ground) -> None:
    rows = [("ANNA@example.COM", 0, 3), ("café@example.com", 0, 3)]
    lay(ground, "adresse varchar(80), aktiv int, liste int", rows)
    if ground.kind != "mariadb":  # a second list with the same address; MariaDB's collation is tried without
        ground.run("INSERT INTO sperren VALUES ('ANNA@example.COM', 0, 4)")
    active = {"active": "aktiv", "active_value": 1, "values": {"liste": 3}}
    erp = blacklisted(ground, where="liste = 3", **active)
    found = customers(erp)
    assert set(found["flag"]) == {"yes"}
    wanted = changes(found[found["canonical"].isin(["anna@example.com", "cafe@example.com"])], "set_no")
    assert erp.apply(wanted, now=NOW, source="x") == 2
    assert sorted(ground.rows(name="sperren")) == sorted(
        [
            ("ANNA@example.COM", 1, 3),
            ("cafe@example.com", 1, 3),
            ("café@example.com", 0, 3),
            *([("ANNA@example.COM", 0, 4)] if ground.kind != "mariadb" else []),
        ]
    )
    assert customers(erp).sort_values("key")["flag"].tolist() == ["no", "yes", "yes", "no"]


def test_an_entry_counts_whatever_its_spelling_also_for_a_lookup(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(ground, "adresse varchar(80)", [("Anna <ANNA@example.com>",), ("BERT@EXAMPLE.COM",), ("café@example.com ",)])
    erp = blacklisted(ground)
    found = customers(erp).sort_values("key")
    assert found["flag"].tolist() == ["no", "no", "no", "yes"]
    monkeypatch.setattr(reader, "MANY", 0)
    looked_up, _ = erp.holders(set(found["canonical"]))
    assert looked_up.sort_values("key").values.tolist() == found.values.tolist()


def test_addresses_of_one_row_and_of_two_rows_become_one_entry_each(ground: Ground) -> None:
    ground.table(
        "id int primary key, mail varchar(80), mail2 varchar(80)",
        [(1, "a@example.com", "b@example.com"), (2, "A@example.com", None), (3, "c@example.com", "")],
    )
    ground.table("adresse varchar(80) primary key", name="sperren")
    erp = ground.erp(target(email=["mail", "mail2"], flag=Flag(), blacklist=Blacklist("sperren", "adresse")))
    wanted = changes(customers(erp), "set_no")
    wanted["reason"] = [f"reason {number}" for number in range(len(wanted))]
    assert erp.apply(wanted, now=NOW, source="x") == 3
    assert ground.rows(name="sperren") == [("a@example.com",), ("b@example.com",), ("c@example.com",)]
    assert set(customers(erp)["flag"]) == {"no"}


def test_flag_and_blacklist_are_both_written_where_either_is_missing(ground: Ground) -> None:
    rows = [(1, "a@example.com", "Y"), (2, "b@example.com", "N"), (3, "c@example.com", "Y"), (4, "d@example.com", "N")]
    ground.table("id int primary key, mail varchar(80), news varchar(1)", rows)
    ground.table("adresse varchar(80) primary key", [("c@example.com",), ("d@example.com",)], name="sperren")
    erp = ground.erp(target(blacklist=Blacklist("sperren", "adresse")))
    found = customers(erp).sort_values("key")
    assert found["flag"].tolist() == ["yes", "half", "half", "no"]
    assert erp.apply(changes(found, "set_no"), now=NOW, source="x") == 3
    assert ground.rows("news") == [("N",)] * 4
    assert len(ground.rows(name="sperren")) == 4
    assert set(customers(erp)["flag"]) == {"no"}


@pytest.mark.parametrize(
    ("news", "entered", "said"),
    [
        ("Y", False, "yes"),
        ("Y", True, "half"),
        ("N", False, "half"),
        ("N", True, "no"),
        ("?", False, "unknown"),
        ("?", True, "half"),
    ],
)
def test_no_wins_where_flag_and_blacklist_disagree_and_an_opt_out_completes_it(
    ground: Ground, news: str, entered: bool, said: str
) -> None:
    ground.table("id int primary key, mail varchar(80), news varchar(1)", [(1, "a@example.com", news)])
    ground.table("adresse varchar(80) primary key", [("a@example.com",)] if entered else [], name="sperren")
    erp = ground.erp(target(blacklist=Blacklist("sperren", "adresse")))
    found = customers(erp)
    assert found["flag"].tolist() == [said]
    assert erp.apply(changes(found, "set_no"), now=NOW, source="x") == (said != "no")
    assert (ground.rows("news"), ground.rows(name="sperren")) == ([("N",)], [("a@example.com",)])
    assert customers(erp)["flag"].tolist() == ["no"]
