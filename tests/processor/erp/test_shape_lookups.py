"""Few addresses looked up find what a pass over all customers finds, whatever stands in the cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from processor.erp import reader
from processor.erp.targets import Blacklist, Flag, Match
from tests.parts.ground import Ground, customers, target

ADDRESSES = [
    "anna@example.com",
    "ANNA@Example.COM",
    "bert+x@example.com",
    "bert@example.com",
    "café@example.com",
    "CAFÉ@example.com",
    "cafe@example.com",
    "carla@bücher.example",
    "carla@xn--bcher-kva.example",
    "o'neil@example.com",
    "müller@example.com",
    "MÜLLER@example.com",
    "strasse@example.com",
    "straße@example.com",
    "i@example.com",
    "I@EXAMPLE.COM",
]
ONE = st.sampled_from(ADDRESSES)
CELLS = st.one_of(
    st.sampled_from(["", " ", None, "KA", "n/a", "nobody", "anna(at)example.com"]),
    ONE,
    st.builds("{}{}{}".format, st.sampled_from(["", " ", "mailto:", "\t"]), ONE, st.sampled_from(["", " ", "  "])),
    st.builds("{} <{}>".format, st.sampled_from(["Anna", '"Muster, A."']), ONE),
    st.builds("{}{}{}".format, ONE, st.sampled_from(["; ", ", ", " / ", " "]), ONE),
)
ROWS = st.lists(st.tuples(CELLS, CELLS, st.sampled_from(["Y", "N", None, "?"])), min_size=1, max_size=25)
ENTRIES = st.lists(CELLS, max_size=4)

BOTH = {"email": ["mail", "mail2"]}
TARGETS: dict[str, dict[str, Any]] = {
    "columns": {**BOTH, "where": "id <> 3"},
    "blacklist": {**BOTH, "blacklist": Blacklist("sperren", "adresse")},
    "parent": {**BOTH, "flag": Flag(column="stand", yes=["Y"], no="N", table="firmen", via={"nr": "id"})},
    "member": {"flag": Flag(row="yes", table="firmen", via={"nr": "id"}, where="stand = 'Y'")},
    "match": {"match": Match("mail2", "upper")},
    "match of several": {**BOTH, "match": Match("mail2", "lower")},
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "mariadb"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """A database of each kind for all examples."""
    if request.param == "sqlite":
        file: Path = tmp_path_factory.mktemp("lookup") / "erp.db"
        file.touch()
        yield Ground("sqlite", str(file))
        return
    server = request.getfixturevalue("postgres_server" if request.param == "postgresql" else "mariadb_server")
    ground = Ground(request.param, server.odbc)
    yield ground
    ground.clean()


@pytest.mark.parametrize("shape", TARGETS)
def test_a_lookup_finds_the_rows_that_a_full_pass_finds(
    place: Ground, shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MANY", 0)
    other = {"mariadb": "varchar(80) CHARACTER SET latin1 COLLATE latin1_bin", "postgresql": "char(80)"}
    place.table(f"id int primary key, mail varchar(80), mail2 {other.get(place.kind, 'text')}, news varchar(1)")
    place.table("adresse varchar(80)", name="sperren")
    place.table("nr int primary key, stand varchar(1)", name="firmen")
    erp = place.erp(target(**TARGETS[shape]))

    @given(ROWS, ENTRIES, st.sets(ONE, min_size=1, max_size=4))
    @settings(max_examples=15, deadline=None, database=None, phases=[Phase.generate])
    def agrees(rows: list[tuple[Any, ...]], entries: list[Any], asked: set[str]) -> None:
        numbered = [(number, *row) for number, row in enumerate([("x@example.org", None, "Y"), *rows])]
        _fill(place, "kunden", numbered)
        _fill(place, "firmen", [(row[0], row[3]) for row in numbered if row[0] % 3])
        _fill(place, "sperren", [(entry,) for entry in entries])
        found = customers(erp)
        wanted = {address for address in found["canonical"] if address} & {
            *(address.lower() for address in asked),
            *found["canonical"].tolist()[:3],
        }
        expected = found[found["canonical"].isin(wanted)]
        looked_up, alive = erp.holders(wanted)
        assert sorted(map(tuple, looked_up.values.tolist())) == sorted(map(tuple, expected.values.tolist()))
        assert alive == found["key"].nunique()
        glanced, _ = place.erp(target(**TARGETS[shape])).holders(wanted)  # nobody passed over all customers before
        assert sorted(map(tuple, glanced.values.tolist())) == sorted(map(tuple, expected.values.tolist()))

    agrees()


def _fill(place: Ground, table: str, rows: list[tuple[Any, ...]]) -> None:
    place.run(f"DELETE FROM {table}")
    if rows:
        marks = ", ".join([f"({', '.join('?' * len(rows[0]))})"] * len(rows))
        place.run(f"INSERT INTO {table} VALUES {marks}", *(cell for row in rows for cell in row))


def test_rows_made_since_the_last_pass_are_found_where_the_cell_is_simply_the_address(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground.table("id int primary key, mail varchar(80), news varchar(1)", [(1, "a@example.com", "Y")])
    erp = ground.erp(target())
    customers(erp)
    monkeypatch.setattr(reader, "MANY", 0)
    ground.run("INSERT INTO kunden VALUES (2, 'B@Example.com', 'Y')")
    assert erp.holders({"b@example.com"})[0]["key"].tolist() == ["[2]"]
    assert erp.holders(set())[0].empty


def test_addresses_at_a_domain_are_counted_roughly(ground: Ground) -> None:
    rows = [(1, "a@x_y.example"), (2, "B@X_Y.example"), (3, "a@xzy.example"), (4, None), (5, "a@sub.x_y.example")]
    ground.table("id int primary key, mail varchar(80), news varchar(1)", [(*row, "Y") for row in rows])
    counted = ground.erp(target()).counted_at(["x_y.example", "xzy.example", "none.example"])
    assert counted == {"x_y.example": 2, "xzy.example": 1, "none.example": 0}
