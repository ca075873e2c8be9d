"""A flag's own table that tells fewer keys apart than the table with the addresses: nobody hits the neighbour's row."""

from __future__ import annotations

from typing import Any

import pytest

from processor.erp.targets import Flag
from processor.errors import Unavailable
from tests.parts.ground import NOW, Ground, changes, customers, target

EXACT = {"sqlite": "", "postgresql": "", "mariadb": "collate utf8mb4_bin"}
COARSE = {"sqlite": "varchar(9) collate nocase", "postgresql": "citext", "mariadb": "varchar(9)"}
ANNA, BERT = "anna@example.com", "bert@example.com"
COLUMN: dict[str, Any] = {"column": "news", "yes": ["Y"], "no": "N", "table": "abos", "via": {"kunde": "nr"}}
MEMBER: dict[str, Any] = {"row": "yes", "table": "abos", "via": {"kunde": "nr"}, "where": "liste = 3"}


def lay(ground: Ground, *entries: tuple[object, ...], people: Any = (("abc", ANNA), ("ABC", BERT))) -> None:
    if ground.kind == "postgresql":
        ground.run("CREATE EXTENSION IF NOT EXISTS citext")
    ground.table(f"nr varchar(9) {EXACT[ground.kind]} primary key, mail varchar(80)", people)
    ground.table(f"kunde {COARSE[ground.kind]}, liste int, news varchar(1)", entries, name="abos")


def opt_out(ground: Ground, flag: dict[str, Any]) -> int:
    erp = ground.erp(target(key=["nr"], flag=Flag(**flag)))
    found = customers(erp)
    return erp.apply(changes(found[found["canonical"] == ANNA], "set_no"), now=NOW, source="x")


def spelled(ground: Ground) -> list[tuple[Any, ...]]:
    return sorted(ground.rows("kunde, news", name="abos"), key=str)


@pytest.mark.parametrize(("flag", "left"), [(COLUMN, [("ABC", "Y"), ("abc", "N")]), (MEMBER, [("ABC", "Y")])])
def test_only_the_row_with_exactly_this_key_is_written(server_ground: Ground, flag: Any, left: Any) -> None:
    lay(server_ground, ("abc", 3, "Y"), ("ABC", 3, "Y"))
    assert opt_out(server_ground, flag) == 1
    assert spelled(server_ground) == left


def test_a_member_with_exactly_this_key_leaves_and_a_flag_found_twice_is_not_written(file_ground: Ground) -> None:
    """SQLite joins as the flag's own table compares, so that both rows are found."""
    lay(file_ground, ("abc", 3, "Y"), ("ABC", 3, "Y"))
    with pytest.raises(Unavailable, match="erp_key_not_unique"):
        opt_out(file_ground, COLUMN)
    with pytest.raises(Unavailable, match="erp_write_reverted"):
        opt_out(file_ground, MEMBER)
    assert spelled(file_ground) == [("ABC", "Y"), ("abc", "Y")]


@pytest.mark.parametrize(("flag", "left"), [(COLUMN, [("Abc", "N")]), (MEMBER, [])])
def test_a_key_spelled_in_another_way_is_ours_where_nobody_is_spelled_so(
    server_ground: Ground, flag: Any, left: Any
) -> None:
    """A database that takes both for the same lets people spell a reference as they like."""
    kind = COARSE[server_ground.kind]
    if server_ground.kind == "postgresql":
        server_ground.run("CREATE EXTENSION IF NOT EXISTS citext")
    server_ground.table(f"nr {kind} primary key, mail varchar(80)", [("abc", ANNA), ("abd", BERT)])
    server_ground.table(f"kunde {kind}, liste int, news varchar(1)", [("Abc", 3, "Y")], name="abos")
    assert opt_out(server_ground, flag) == 1
    assert spelled(server_ground) == left


def test_what_was_written_is_taken_back_in_exactly_that_row(server_ground: Ground) -> None:
    lay(server_ground, ("abc", 3, "Y"), ("ABC", 3, "N"))
    erp = server_ground.erp(target(key=["nr"], flag=Flag(**COLUMN)))
    found = customers(erp)
    wanted = changes(found[found["canonical"] == ANNA], "set_no")
    erp.apply(wanted, now=NOW, source="x")
    assert erp.restore(wanted, now=NOW, source="x") == 1
    assert spelled(server_ground) == [("ABC", "N"), ("abc", "Y")]


def test_where_only_the_neighbours_row_is_found_nothing_is_written(file_ground: Ground) -> None:
    """SQLite joins as the flag's own table compares."""
    lay(file_ground, ("ABC", 3, "Y"))
    with pytest.raises(Unavailable, match="erp_key_not_unique") as caught:
        opt_out(file_ground, COLUMN)
    assert caught.value.facts == {"target": "crm", "key": '["abc"]'}
    assert spelled(file_ground) == [("ABC", "Y")]


def test_keys_of_several_columns_are_compared_as_exactly(server_ground: Ground) -> None:
    exact, kind = EXACT[server_ground.kind], COARSE[server_ground.kind]
    if server_ground.kind == "postgresql":
        server_ground.run("CREATE EXTENSION IF NOT EXISTS citext")
    server_ground.table(f"m int, nr varchar(9) {exact}, mail varchar(80)", [(1, "abc", ANNA), (1, "ABC", BERT)])
    server_ground.table(f"m int, kunde {kind}, news varchar(1)", [(1, "ABC", "Y"), (1, "abc", "Y")], name="abos")
    erp = server_ground.erp(target(key=["m", "nr"], flag=Flag(**{**COLUMN, "via": {"m": "m", "kunde": "nr"}})))
    found = customers(erp)
    assert erp.apply(changes(found[found["canonical"] == ANNA], "set_no"), now=NOW, source="x") == 1
    assert spelled(server_ground) == [("ABC", "Y"), ("abc", "N")]


def test_a_number_may_be_a_text_in_the_other_table(file_ground: Ground) -> None:
    file_ground.table("nr varchar(9), mail varchar(80)", [("1", ANNA), ("2", BERT)])
    file_ground.table("kunde int, liste int, news varchar(1)", [(1, 3, "Y"), (2, 3, "Y")], name="abos")
    assert opt_out(file_ground, COLUMN) == 1
    assert spelled(file_ground) == [(1, "N"), (2, "Y")]
