"""Flags and marks of one bit: however settings write yes and no, reading, writing, undoing and check agree."""

from __future__ import annotations

from typing import Any

import pytest

from processor.erp.targets import Bounce, Flag
from processor.errors import Unavailable
from tests.parts.ground import NOW, Ground, changes, customers, target

KINDS = {"postgresql": ("bit(1)", "boolean", "bit varying(1)"), "mariadb": ("bit(1)", "boolean", "tinyint(1)")}
SPELLINGS = [(1, 0), ("1", "0"), (True, False)]
PEOPLE = [(1, "anna@example.com"), (2, "bert@example.com"), (3, "carla@example.com")]


def lay(ground: Ground, place: int, more: str = "") -> str:
    """Make a table whose news are yes, no and NULL; return the column's type."""
    kind = KINDS[ground.kind][place]
    ground.table(f"id int primary key, mail varchar(80), news {kind}{more}", [])
    for (number, mail), value in zip(PEOPLE, ("'1'", "'0'", "NULL"), strict=True):
        value = value.strip("'") if ground.kind == "mariadb" else value
        ground.run(f"INSERT INTO kunden (id, mail, news) VALUES ({number}, '{mail}', {value})")
    return kind


def news(ground: Ground) -> list[Any]:
    return [None if value is None else int(value) for _, value in ground.rows("id, news")]


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize(("yes", "no"), SPELLINGS)
def test_a_flag_of_one_bit_is_read_written_and_taken_back(server_ground: Ground, place: int, yes: Any, no: Any) -> None:
    lay(server_ground, place)
    erp = server_ground.erp(target(flag=Flag("news", yes=[yes], no=no)))
    found = customers(erp).sort_values("key")
    assert found["flag"].tolist() == ["yes", "no", "unknown"]
    wanted = changes(found[found["key"] != "[2]"], "set_no")
    assert erp.apply(wanted, now=NOW, source="x") == 2
    assert news(server_ground) == [0, 0, 0]
    assert erp.apply(wanted, now=NOW, source="x") == 0
    assert erp.restore(wanted, now=NOW, source="x") == 2
    assert news(server_ground) == [1, 0, None]
    assert [one.code for one in erp.probe(lambda: NOW) if one.level == "error"] == []


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize(("value", "clean"), [(1, 0), ("1", "0"), (True, False)])
def test_a_mark_of_one_bit_is_set_and_taken_back(server_ground: Ground, place: int, value: Any, clean: Any) -> None:
    lay(server_ground, place)
    erp = server_ground.erp(target(flag=Flag(), bounce=Bounce("mark", "news", value)))
    found = customers(erp).sort_values("key")
    assert found["faulty"].tolist() == [True, False, False]
    wanted = changes(found[found["key"] != "[1]"], "mark")
    assert erp.apply(wanted, now=NOW, source="x") == 2
    assert news(server_ground) == [1, 1, 1]
    assert erp.restore(wanted, now=NOW, source="x") == 2
    assert news(server_ground) == [1, 0, None]


@pytest.mark.parametrize("nullable", ["", " not null default 0"])
def test_a_text_for_a_further_column_of_one_bit_is_told_by_check_where_the_server_would_not_take_it(
    server_ground: Ground, nullable: str
) -> None:
    kind = KINDS[server_ground.kind][0]
    default = nullable if server_ground.kind == "mariadb" else nullable.replace("default 0", "default '0'")
    lay(server_ground, 1, f", fest {kind}{default}")
    erp = server_ground.erp(target(flag=Flag("news", yes=[1], no=0), also={"fest": "1"}))
    wrong = [one.code for one in erp.probe(lambda: NOW) if one.level == "error"]
    wanted = changes(customers(erp), "set_no")
    if server_ground.kind == "mariadb":
        assert wrong == ["erp_value_wrong_type"]
        with pytest.raises(Unavailable, match="erp_refuses"):
            erp.apply(wanted, now=NOW, source="x")
    else:
        assert wrong == []
        assert erp.apply(wanted, now=NOW, source="x") == 2


@pytest.mark.parametrize("place", range(2))
def test_numbers_fit_further_columns_of_one_bit_and_rows_that_are_entered(server_ground: Ground, place: int) -> None:
    kind = KINDS[server_ground.kind][place]
    server_ground.table("id int primary key, mail varchar(80)", PEOPLE)
    server_ground.table(f"person int, stand {kind}, fest {kind}", name="abos")
    flag = Flag("stand", yes=[1], no=0, null="yes", table="abos", via={"person": "id"}, insert={"fest": 1})
    erp = server_ground.erp(target(flag=flag))
    assert erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x") == 3
    assert [tuple(map(int, row)) for row in server_ground.rows(name="abos")] == [(1, 0, 1), (2, 0, 1), (3, 0, 1)]
