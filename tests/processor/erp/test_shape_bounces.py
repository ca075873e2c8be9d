"""What may happen to an address that bounced: marked, counted, cleared, kept aside, cut out of its cell, deleted."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from processor.erp.gateway import Erp
from processor.erp.targets import Bounce, Changed
from processor.erp.writing import Writer
from processor.errors import Unavailable
from tests.parts.ground import NOW, Ground, changes, target
from tests.parts.ground import customers as unordered

REVERTING = {
    "sqlite": [
        "CREATE TRIGGER guard AFTER UPDATE ON kunden BEGIN UPDATE kunden SET mail = OLD.mail WHERE id = OLD.id; END"
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION guard() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN NEW.mail := OLD.mail; RETURN NEW; END $$",
        "CREATE TRIGGER guard BEFORE UPDATE ON kunden FOR EACH ROW EXECUTE FUNCTION guard()",
    ],
    "mariadb": ["CREATE TRIGGER guard BEFORE UPDATE ON kunden FOR EACH ROW SET NEW.mail = OLD.mail"],
}


def customers(erp: Erp) -> pd.DataFrame:
    """All customers in the order of their keys."""
    return unordered(erp).sort_values("key", kind="stable", ignore_index=True)


def only(found: pd.DataFrame, *addresses: str) -> pd.DataFrame:
    return found[found["canonical"].isin(addresses)]


def lay(ground: Ground, cells: list[str], more: str = "", values: tuple[object, ...] = ()) -> None:
    rows = [(number, cell, "Y", *values) for number, cell in enumerate(cells, start=1)]
    ground.table(f"id int primary key, mail varchar(200), news varchar(1){more}", rows)


def test_a_mark_of_several_columns_is_written_where_it_is_missing_only(ground: Ground) -> None:
    lay(ground, ["a@example.com", "b@example.com", "c@example.com"], ", hold int, hold_date date", (0, None))
    ground.run("UPDATE kunden SET hold = 2 WHERE id = 2")
    bounce = Bounce("mark", "hold", 1, also={"hold_date": "{today}"})
    erp = ground.erp(target(bounce=bounce))
    found = customers(erp)
    assert found["faulty"].tolist() == [False, False, False]
    wanted = changes(only(found, "a@example.com", "b@example.com"), "mark", "gone")
    assert erp.apply(wanted, now=NOW, source="x") == 2
    assert customers(erp)["faulty"].tolist() == [True, True, False]
    assert [tuple(map(str, row)) for row in ground.rows("hold, hold_date", order="id")] == [
        ("1", "2026-04-12"),
        ("1", "2026-04-12"),
        ("0", "None"),
    ]
    assert erp.apply(wanted, now=NOW, source="x") == 0


def test_a_counter_goes_up_by_one_and_is_faulty_from_its_threshold_on(ground: Ground) -> None:
    lay(ground, ["a@example.com", "b@example.com", "c@example.com"], ", zahl int", (None,))
    ground.run("UPDATE kunden SET zahl = 2 WHERE id = 2")
    erp = ground.erp(target(bounce=Bounce("count", "zahl", 3)))
    found = customers(erp)
    wanted = changes(only(found, "a@example.com", "b@example.com"), "count")
    assert erp.apply(wanted, now=NOW, source="x") == 2
    assert ground.rows("zahl", order="id") == [(1,), (3,), (None,)]
    assert customers(erp)["faulty"].tolist() == [False, True, False]
    assert erp.apply(wanted, now=NOW, source="x") == 0
    assert erp.apply(changes(only(customers(erp), "a@example.com"), "count"), now=NOW, source="x") == 1
    assert ground.rows("zahl", order="id") == [(2,), (3,), (None,)]


def test_a_text_mark_with_gaps_is_recognised_by_its_start(ground: Ground) -> None:
    lay(ground, ["a@example.com", "b@example.com"], ", notiz varchar(80)", ("",))
    erp = ground.erp(target(bounce=Bounce("mark", "notiz", "bounce {today}: {reason}")))
    wanted = changes(customers(erp).head(1), "mark", "no such user")
    assert erp.apply(wanted, now=NOW, source="x") == 1
    assert ground.rows("notiz", order="id") == [("bounce 2026-04-12: no such user",), ("",)]
    assert customers(erp)["faulty"].tolist() == [True, False]
    assert erp.apply(wanted, now=NOW.replace(year=2027), source="x") == 0


@pytest.mark.parametrize("empty", ["", " not null"])
def test_a_cleared_address_is_kept_aside_behind_what_stands_there(ground: Ground, empty: str) -> None:
    ground.table(
        f"id int primary key, mail varchar(200){empty}, news varchar(1), rest varchar(200)",
        [
            (1, "Anna <A@example.com>", "Y", None),
            (2, "b@example.com", "Y", "Stammkunde "),
            (3, "c@example.com", "Y", ""),
        ],
    )
    bounce = Bounce("clear", keep_in="rest", keep="bounced {today} ({reason}): {email}")
    erp = ground.erp(target(bounce=bounce, also={"news": "-"}, flag=target(flag={"row": "yes"}).flag))
    wanted = changes(customers(erp), "clear", "gone")
    assert erp.apply(wanted.head(2), now=NOW, source="x") == 2
    assert ground.rows("mail, rest", order="id") == [
        ("" if empty else None, "bounced 2026-04-12 (gone): Anna <A@example.com>"),
        ("" if empty else None, "Stammkunde; bounced 2026-04-12 (gone): b@example.com"),
        ("c@example.com", ""),
    ]
    assert ground.rows("news", order="id") == [("-",), ("-",), ("Y",)]
    assert erp.apply(wanted.head(2), now=NOW, source="x") == 0


def test_a_note_written_meanwhile_is_not_lost(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(ground, ["a@example.com"], ", rest varchar(200)", ("alt",))
    erp = ground.erp(target(bounce=Bounce("clear", keep_in="rest")))
    wanted = changes(customers(erp), "clear")
    ground.run("UPDATE kunden SET rest = 'neu'")
    assert erp.apply(wanted, now=NOW, source="x") == 1
    assert ground.rows("mail, rest", order="id") == [(None, "neu; a@example.com")]


def test_one_address_is_cut_out_of_its_cell_and_the_rest_stays_as_written(ground: Ground) -> None:
    cells = ["Anna <A@example.com>;  b@example.com , Carla <c@example.com>", "b@example.com", "d@example.com"]
    lay(ground, cells, ", rest varchar(200)", (None,))
    erp = ground.erp(target(split=True, bounce=Bounce("clear", keep_in="rest", keep="{reason}: {email}")))
    wanted = changes(only(customers(erp), "b@example.com"), "clear", "gone")
    assert erp.apply(wanted, now=NOW, source="x") == 2
    assert ground.rows("mail, rest", order="id") == [
        ("Anna <A@example.com>;  Carla <c@example.com>", "gone: b@example.com"),
        (None, "gone: b@example.com"),
        ("d@example.com", None),
    ]
    assert erp.apply(wanted, now=NOW, source="x") == 0


def test_two_addresses_of_one_cell_go_at_once_whatever_the_reasons(ground: Ground) -> None:
    lay(ground, ["a@example.com; b@example.com; c@example.com", "a@example.com, b@example.com"])
    erp = ground.erp(target(split=True, bounce=Bounce("clear")))
    wanted = changes(only(customers(erp), "a@example.com", "b@example.com"), "clear")
    wanted["reason"] = ["gone", "full", "gone", "full"]
    assert erp.apply(wanted, now=NOW, source="x") == 2
    assert ground.rows("mail", order="id") == [("c@example.com",), (None,)]
    assert erp.apply(wanted, now=NOW, source="x") == 0


def test_a_trigger_that_puts_an_address_back_is_an_error_that_names_the_row(ground: Ground) -> None:
    lay(ground, ["a@example.com"])
    for statement in REVERTING[ground.kind]:
        ground.run(statement)
    erp = ground.erp(target(bounce=Bounce("clear")))
    wanted = changes(customers(erp), "clear")
    both = pd.concat([wanted, changes(customers(erp), "set_no")])
    for plan in (wanted, both):
        with pytest.raises(Unavailable, match="erp_write_reverted") as caught:
            erp.apply(plan, now=NOW, source="x")
        assert caught.value.facts == {"target": "crm", "key": "[1]"}
    assert ground.rows() == [(1, "a@example.com", "Y")]


@pytest.mark.parametrize("action", ["clear", "delete_row"])
def test_a_neighbour_that_the_collation_takes_for_the_same_is_never_touched(
    server_ground: Ground, action: str, monkeypatch: Any
) -> None:
    """Somebody edits the cell between comparing and writing, so that only "=" of the server could tell."""
    lay(server_ground, ["cafe@example.com", "anna@example.com"])
    erp = server_ground.erp(target(bounce=Bounce("clear")))
    wanted = changes(customers(erp), action)
    original = Writer._write

    def write(*arguments: Any) -> None:
        server_ground.run("UPDATE kunden SET mail = 'café@example.com' WHERE id = 1")
        original(*arguments)

    monkeypatch.setattr(Writer, "_write", write)
    with pytest.raises(Changed) as caught:
        erp.apply(wanted, now=NOW, source="x")
    assert caught.value.keys == (("crm", "[1]"),)
    assert server_ground.rows("mail", order="id") == [("café@example.com",), ("anna@example.com",)]


def test_an_optout_never_lands_on_a_new_owner_whose_predecessor_was_to_be_cleared(
    server_ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(server_ground, ["old@example.com"])
    erp = server_ground.erp(target(bounce=Bounce("clear")))
    found = customers(erp)
    plan = pd.concat([changes(found, "set_no"), changes(found, "clear")])
    original = Writer.write

    def write(*arguments: Any) -> int:
        server_ground.run("UPDATE kunden SET mail = 'new@example.com'")
        return original(*arguments)

    monkeypatch.setattr(Writer, "write", write)
    with pytest.raises(Changed):
        erp.apply(plan, now=NOW, source="x")
    assert server_ground.rows() == [(1, "new@example.com", "Y")]


def test_a_row_is_deleted_with_its_optout_and_nothing_beside_it(ground: Ground) -> None:
    lay(ground, ["a@example.com", "A@example.com", "á@example.com", "b@example.com"])
    erp = ground.erp(target(bounce=Bounce("none", then="delete_row")))
    found = only(customers(erp), "a@example.com")
    plan = pd.concat([changes(found, "set_no"), changes(found, "delete_row")])
    assert erp.apply(plan, now=NOW, source="x") == 2
    assert ground.rows() == [(3, "á@example.com", "Y"), (4, "b@example.com", "Y")]
    assert erp.apply(plan, now=NOW, source="x") == 0
