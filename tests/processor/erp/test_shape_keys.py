"""Keys and names as ERPs have them: UUIDs, bytes, big numbers, padded texts, blanks, signs and reserved words."""

from __future__ import annotations

import pandas as pd
import pytest

from processor.erp import reader
from processor.erp.targets import Blacklist, Bounce, Flag
from tests.parts.ground import NOW, Ground, changes, customers, target

UUIDS = ["0a1b2c3d-0000-4000-8000-00000000000a", "FFFFFFFF-0000-4000-8000-00000000000B"]
KEYS: dict[str, tuple[dict[str, str], list[object]]] = {
    "uuid": ({"postgresql": "uuid", "mariadb": "uuid", "sqlite": "char(36)"}, list(UUIDS)),
    "text": ({}, ["K'1 x", "ä-2"]),
    "padded": ({"postgresql": "char(12)", "mariadb": "char(12)", "sqlite": "char(12)"}, ["A1", "B 2"]),
    "bytes": (
        {"postgresql": "bytea", "mariadb": "binary(4)", "sqlite": "blob"},
        [b"\x01\x02\xff\x00", b"\x01\x02\xff\x01"],
    ),
    "huge": (
        {"postgresql": "numeric(30)", "mariadb": "numeric(30)", "sqlite": "text"},
        ["123456789012345678901234", "2"],
    ),
    "negative": ({"postgresql": "bigint", "mariadb": "bigint", "sqlite": "integer"}, [-(2**63), 2**63 - 1]),
    "date": ({"postgresql": "date", "mariadb": "date", "sqlite": "date"}, ["2026-04-12", "1999-12-31"]),
}


@pytest.mark.parametrize("kind", KEYS)
def test_every_kind_of_key_is_found_again_and_hits_its_own_row(
    ground: Ground, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    types, values = KEYS[kind]
    rows = [(value, f"Kunde <k{number}@example.com>", "Y") for number, value in enumerate(values)]
    ground.table(f"nr {types.get(ground.kind, 'varchar(40)')} primary key, mail varchar(80), news varchar(1)", rows)
    erp = ground.erp(target(key=["nr"], split=True))
    found = customers(erp)
    first = found[found["canonical"] == "k0@example.com"]
    assert erp.apply(changes(first, "set_no"), now=NOW, source="x") == 1
    assert erp.apply(changes(first, "clear"), now=NOW, source="x") == 1
    assert sorted(map(repr, ground.rows("mail, news"))) == sorted(["(None, 'N')", "('Kunde <k1@example.com>', 'Y')"])
    monkeypatch.setattr(reader, "MANY", 0)
    assert erp.holders({"k1@example.com"})[0]["canonical"].tolist() == ["k1@example.com"]


def test_names_with_blanks_signs_and_reserved_words_are_taken_as_written(ground: Ground) -> None:
    """The customer of a contact and a blacklist too; "→" is a letter of ours in nobody's way."""
    q = ground.quoted
    ground.table(
        f"{q('No_')} int primary key, {q('group')} int, {q('E-Mail 2')} varchar(80), {q('a:b')} varchar(80), "
        f"{q('→x')} varchar(80)",
        [(1, 5, "a@example.com", "", None), (2, 6, "b@example.com", "", None)],
        name=q("CRONUS AG$Contact"),
    )
    ground.table(
        f"{q('key')} int primary key, {q('select ?')} int, {q('50%')} date",
        [(5, 0, None), (6, 0, None)],
        name=q("order"),
    )
    ground.table(f"{q('E-Mail (x)')} varchar(80)", name=q("black list"))
    flag = Flag(
        column="select ?", yes=[0], no=1, table="order", via={"key": "group"}, also={"50%": "{today}"},
        where=f"{q('key')} <> 7 AND 'a:b%' LIKE '%:b%'",
    )  # fmt: skip
    made = target(
        table="CRONUS AG$Contact",
        key=["No_"],
        email=["E-Mail 2"],
        where=f"{q('No_')} > 0 AND '12:30' <> ':x'",
        flag=flag,
        blacklist=Blacklist("black list", "E-Mail (x)"),
        bounce=Bounce("clear", keep_in="a:b"),
        fields={"x": "→x"},
    )
    erp = ground.erp(made)
    found = customers(erp, fields=["x"])
    assert set(found["flag"]) == {"yes"}
    first = found[found["key"] == "[1]"]
    assert erp.apply(pd.concat([changes(first, "set_no"), changes(first, "clear")]), now=NOW, source="x") == 1
    assert [row[:2] for row in ground.rows(name=q("order"))] == [(5, 1), (6, 0)]
    assert ground.rows(name=q("black list")) == [("a@example.com",)]
    assert ground.rows(f"{q('E-Mail 2')}, {q('a:b')}", name=q("CRONUS AG$Contact"), order=q("No_")) == [
        (None, "a@example.com"),
        ("b@example.com", ""),
    ]
    assert customers(erp)["flag"].tolist() == ["yes"]
