"""Customers found by the column that says when they were changed: sooner, and never instead of a full pass."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.erp.since import before, marks_of
from tests.parts.ground import NOW, Ground, customers, target

COLUMNS: dict[str, tuple[str, list[Any]]] = {
    "moment": ("{moment}", ["2026-04-10 08:00:00", "2026-04-12 06:00:00", "2026-04-12 06:20:00"]),
    "date": ("date", ["2026-04-09", "2026-04-11", "2026-04-12"]),
    "number": ("bigint", [5, 50_000, 65_000]),
    "version": ("{version}", [b"\0" * 7 + b"\x05", b"\0" * 6 + b"\x80\x05", b"\0" * 6 + b"\xf0\x00"]),
}


def lay(ground: Ground, column: str) -> Any:
    kind, values = COLUMNS[column]
    kind = kind.replace("{moment}", "timestamp" if ground.kind == "postgresql" else "datetime")
    kind = kind.replace("{version}", {"postgresql": "bytea", "mariadb": "binary(8)"}.get(ground.kind, "blob"))
    rows = [(number, f"k{number}@example.com", "Y", value) for number, value in enumerate([*values, None], start=1)]
    ground.table(f"id int primary key, mail varchar(80), news varchar(1), geaendert {kind}", rows)
    return ground.erp(target(changed="geaendert", where="mail <> 'dead@example.com'"))


@pytest.mark.parametrize("column", COLUMNS)
def test_only_rows_changed_since_the_token_come_with_some_overlap(ground: Ground, column: str) -> None:
    erp = lay(ground, column)
    found, token = erp.changed_customers("", now=NOW)
    assert found == []
    newest = COLUMNS[column][1][2]
    ground.run("INSERT INTO kunden VALUES (7, 'new@example.com', 'N', ?)", newest)
    ground.run("INSERT INTO kunden VALUES (8, 'dead@example.com', 'Y', ?)", newest)
    found, following = erp.changed_customers(token, now=NOW)
    (frame,) = found
    expected = {"[3]", "[7]"} | ({"[2]"} if column == "date" else set())
    assert set(frame["key"]) >= {"[3]", "[7]"}
    assert set(frame["key"]) <= expected | {"[2]"}
    assert list(frame) == list(customers(erp))
    assert following == token
    assert len(customers(erp)) == 5


def test_a_row_without_a_time_is_never_hidden_from_the_full_pass(ground: Ground) -> None:
    erp = lay(ground, "moment")
    erp.changed_customers(erp.changed_customers("", now=NOW)[1], now=NOW)
    assert set(customers(erp)["key"]) == {"[1]", "[2]", "[3]", "[4]"}


def test_a_mistyped_future_hides_no_change_of_tomorrow(ground: Ground) -> None:
    erp = lay(ground, "moment")
    ground.run("UPDATE kunden SET geaendert = '2099-01-01 00:00:00' WHERE id = 1")
    _, token = erp.changed_customers("", now=NOW)
    ground.run("UPDATE kunden SET geaendert = '2026-04-14 09:00:00' WHERE id = 4")
    (frame,), _ = erp.changed_customers(token, now=NOW)
    assert "[4]" in set(frame["key"])


def test_an_empty_column_and_a_target_without_one_find_nothing(ground: Ground) -> None:
    erp = lay(ground, "moment")
    ground.run("UPDATE kunden SET geaendert = NULL")
    assert erp.changed_customers("", now=NOW) == ([], "{}")
    assert ground.erp(target()).changed_customers("", now=NOW) == ([], "{}")


def test_who_is_new_is_named_once_and_forgotten_when_the_row_comes_no_more(file_ground: Ground) -> None:
    rows = [(1, "k1@example.com", "Y", 5), (2, "k2@example.com", "Y", 20_000)]
    file_ground.table("id int primary key, mail varchar(80), news varchar(1), geaendert bigint", rows)
    erp = file_ground.erp(target(changed="geaendert"))
    assert erp.newcomers(NOW) == set()
    assert erp.newcomers(NOW) == {"k2@example.com"}
    file_ground.run("INSERT INTO kunden VALUES (3, 'k3@example.com', 'Y', 20001), (4, 'k4@example.com', 'N', 20002)")
    assert erp.newcomers(NOW) == {"k3@example.com"}
    assert erp.newcomers(NOW) == set()
    file_ground.run("INSERT INTO kunden VALUES (5, 'k5@example.com', 'Y', 40000)")
    assert erp.newcomers(NOW) == {"k5@example.com"}
    erp.newcomers(NOW)
    file_ground.run("UPDATE kunden SET geaendert = 40001 WHERE id = 2")
    assert erp.newcomers(NOW) == {"k2@example.com"}


def test_of_very_many_changed_rows_only_some_are_looked_at(
    file_ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(number, f"k{number}@example.com", "Y", 50_000) for number in range(25)]
    file_ground.table("id int primary key, mail varchar(80), news varchar(1), geaendert bigint", rows)
    erp = file_ground.erp(target(changed="geaendert"))
    _, token = erp.changed_customers("", now=NOW)
    monkeypatch.setattr("processor.erp.reader.MOST", 10)
    assert [len(part) for part in erp.changed_customers(token, now=NOW, chunk=5)[0]] == [5, 5]
    assert [len(part) for part in erp.changed_customers(token, now=NOW, chunk=20)[0]] == [20]
    assert sum(len(part) for part in erp.customers(chunk=5)) == 25


def test_a_token_of_another_column_says_nothing(ground: Ground) -> None:
    _, token = lay(ground, "number").changed_customers("", now=NOW)
    assert ground.erp(target(changed="mail")).changed_customers(token, now=NOW)[0] == []


@given(st.text(max_size=20))
def test_a_broken_token_is_none(text: str) -> None:
    assert isinstance(marks_of(text), dict)


@pytest.mark.parametrize(
    ("raw", "earlier"),
    [
        (datetime.fromisoformat("2026-04-12 07:00:00"), datetime.fromisoformat("2026-04-12 06:45:00")),
        (date(2026, 4, 12), date(2026, 4, 11)),
        (date(2099, 1, 1), date(2026, 4, 12)),
        (20_000, 10_000),
        (b"\0\0\x27\x11", b"\0\0\0\x01"),
        (b"\0\x01", b"\0\0"),
        ("2026-04-12", "2026-04-11"),
        ("2026-04-12 07:00:00", "2026-04-12 06:45:00"),
        ("2026-04-12T07:00:00", "2026-04-12T06:45:00"),
        ("yesterday", None),
        ("", None),
        (None, None),
        (True, None),
    ],
)  # fmt: skip
def test_how_far_back_a_value_is_read_again(raw: object, earlier: object) -> None:
    assert before(raw, NOW.replace(tzinfo=None)) == earlier
