"""The row that a server refuses is found in plans of any size, in few tries."""

from __future__ import annotations

from math import ceil, log2

import pandas as pd
import pytest

from processor.erp.blaming import PROBES, refused_row
from processor.errors import Unavailable
from tests.parts.ground import NOW, Ground, changes, customers, target

WHY = "Data too long for column 'note' at row {}"


class Server:
    """Refuses some rows, with words that name a place in the statement, as MariaDB does."""

    def __init__(self, bad: set[str]) -> None:
        self.bad, self.tries, self.written = bad, 0, 0

    def attempt(self, some: pd.DataFrame) -> None:
        self.tries += 1
        self.written += len(some)
        for place, key in enumerate(some["key"].tolist(), 1):
            if key in self.bad:
                raise Unavailable("erp_refuses", why=WHY.format(place))


def plan(rows: int, each: int = 1) -> pd.DataFrame:
    keys = [f"[{number}]" for number in range(rows) for _ in range(each)]
    return pd.DataFrame({"target": "crm", "key": keys})


@pytest.mark.parametrize("rows", [1, 2, 3, 7, 1_000, 300_000])
@pytest.mark.parametrize("place", [0.0, 0.37, 1.0])
def test_one_bad_row_is_found_whatever_the_size_in_logarithmic_tries(rows: int, place: float) -> None:
    bad = round(place * (rows - 1))
    server = Server({f"[{bad}]"})
    assert refused_row(server.attempt, plan(rows), WHY.format(bad + 1)) == ("crm", f"[{bad}]")
    assert server.tries <= PROBES + ceil(log2(rows)) + 1
    assert server.written <= rows + PROBES + 2


def test_a_row_with_several_changes_is_tried_as_a_whole() -> None:
    assert refused_row(Server({"[3]"}).attempt, plan(9, each=3), WHY.format(1)) == ("crm", "[3]")


def test_one_of_several_bad_rows_is_named_although_the_first_and_the_last_are_among_them() -> None:
    server = Server({"[0]", "[99]"})
    assert refused_row(server.attempt, plan(100), WHY.format(1)) == ("crm", "[0]")


def test_where_all_rows_are_refused_none_is_to_blame() -> None:
    server = Server({f"[{number}]" for number in range(1_000)})
    assert refused_row(server.attempt, plan(1_000), WHY.format(1)) is None
    assert server.tries == PROBES


def test_a_row_that_is_refused_for_another_reason_is_not_the_one() -> None:
    assert refused_row(Server({"[3]"}).attempt, plan(9), "gesperrt") is None


def test_in_a_plan_of_more_than_twenty_thousand_changes_the_row_is_named(file_ground: Ground) -> None:
    rows = [(number, f"k{number}@example.com", "Y") for number in range(25_000)]
    file_ground.table("id int primary key, mail varchar(80), news varchar(1)", rows)
    file_ground.run(
        "CREATE TRIGGER g BEFORE UPDATE ON kunden WHEN NEW.id = 12345 BEGIN SELECT RAISE(ABORT, 'gesperrt'); END"
    )
    erp = file_ground.erp(target())
    with pytest.raises(Unavailable, match="erp_refuses") as caught:
        erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x")
    assert caught.value.facts == {"why": "crm [12345]: gesperrt", "row": "crm [12345]"}
