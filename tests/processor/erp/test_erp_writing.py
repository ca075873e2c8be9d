"""What is written to the ERP, and that it is all or nothing: the same laws on SQLite, PostgreSQL and MariaDB."""

from __future__ import annotations

import pandas as pd
import pytest

from processor.erp.targets import Bounce, Changed, Flag
from processor.errors import Unavailable
from tests.parts.ground import NOW, Ground, changes, customers, target

PLAIN = "id int primary key, mail varchar(80), news varchar(3)"
FIVE = [(number, f"k{number}@example.com", "Y") for number in range(1, 6)]

BLOCKING = {
    "sqlite": [
        "CREATE TRIGGER guard BEFORE UPDATE ON kunden WHEN NEW.id = 3 BEGIN SELECT RAISE(ABORT, 'locked up'); END"
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION guard() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF NEW.id = 3 THEN RAISE EXCEPTION 'locked up'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard BEFORE UPDATE ON kunden FOR EACH ROW EXECUTE FUNCTION guard()",
    ],
    "mariadb": [
        "CREATE TRIGGER guard BEFORE UPDATE ON kunden FOR EACH ROW "
        "IF NEW.id = 3 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'locked up'; END IF"
    ],
}
REVERTING = {
    "sqlite": [
        "CREATE TRIGGER guard AFTER UPDATE ON kunden WHEN NEW.id = 3 "
        "BEGIN UPDATE kunden SET news = 'Y' WHERE id = 3; END"
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION guard() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF NEW.id = 3 THEN NEW.news := OLD.news; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER guard BEFORE UPDATE ON kunden FOR EACH ROW EXECUTE FUNCTION guard()",
    ],
    "mariadb": [
        "CREATE TRIGGER guard BEFORE UPDATE ON kunden FOR EACH ROW IF NEW.id = 3 THEN SET NEW.news = OLD.news; END IF"
    ],
}


def test_an_optout_is_written_once_and_repeating_it_changes_nothing(ground: Ground) -> None:
    ground.table(PLAIN, FIVE)
    erp = ground.erp(target())
    wanted = changes(customers(erp).head(3), "set_no")
    assert erp.apply(wanted, now=NOW, source="x") == 3
    after = ground.rows("id, news")
    assert after == [(1, "N"), (2, "N"), (3, "N"), (4, "Y"), (5, "Y")]
    assert erp.apply(wanted, now=NOW, source="x") == 0
    assert ground.rows("id, news") == after


def test_a_half_done_plan_is_completed(ground: Ground) -> None:
    ground.table(PLAIN, FIVE)
    erp = ground.erp(target())
    wanted = changes(customers(erp), "set_no")
    ground.run("UPDATE kunden SET news = 'N' WHERE id < 4")
    assert erp.apply(wanted, now=NOW, source="x") == 2
    assert {news for (news,) in ground.rows("news")} == {"N"}


def test_no_changes_need_no_connection(file_ground: Ground) -> None:
    wanted = changes(pd.DataFrame({name: pd.Series(dtype="str") for name in _NEEDED}), "set_no")
    assert Ground("sqlite", "/nowhere/at/all.db").erp(target()).apply(wanted, now=NOW, source="x") == 0


_NEEDED = ("target", "key", "column", "email", "canonical", "flag_value", "bounce_value")


def test_a_composite_key_hits_its_own_row_only(ground: Ground) -> None:
    rows = [("01", 7, "a@example.com", "Y"), ("01", 8, "b@example.com", "Y"), ("02", 7, "c@example.com", "Y")]
    ground.table("mandant char(4), nr int, mail varchar(80), news varchar(1), primary key (mandant, nr)", rows)
    erp = ground.erp(target(key=["mandant", "nr"]))
    found = customers(erp)
    assert erp.apply(changes(found[found["key"] == '["01", 8]'], "set_no"), now=NOW, source="x") == 1
    assert ground.rows("mandant, nr, news", order="1, 2") == [("01", 7, "Y"), ("01", 8, "N"), ("02", 7, "Y")]


def test_text_keys_are_found_again_in_padded_columns_too(ground: Ground) -> None:
    rows = [("ä-1", "a@example.com", "Y"), ("B'2", "b@example.com", "J")]
    ground.table("nr char(12) primary key, mail char(80), news char(3)", rows)
    erp = ground.erp(target(key=["nr"]))
    assert erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x") == 2
    assert {news for (news,) in ground.rows("news")} == {"N"}


def test_accents_in_an_address_never_spill_over_to_the_neighbour(ground: Ground) -> None:
    ground.table(PLAIN, [(1, "café@example.com", "Y"), (2, "cafe@example.com", "Y"), (3, "CAFE@example.com ", "Y")])
    erp = ground.erp(target(bounce=Bounce(action="clear")))
    found = customers(erp)
    first = found[found["key"] == "[1]"]
    assert erp.apply(changes(first, "set_no"), now=NOW, source="x") == 1
    assert erp.apply(changes(first, "clear"), now=NOW, source="x") == 1
    assert ground.rows() == [(1, None, "N"), (2, "cafe@example.com", "Y"), (3, "CAFE@example.com", "Y")]


def test_one_flag_for_several_addresses_of_a_row_is_one_change(ground: Ground) -> None:
    ground.table(
        "id int primary key, mail varchar(80), mail2 varchar(80), news varchar(1)",
        [(1, "a@example.com; b@example.com", "c@example.com", "Y")],
    )
    erp = ground.erp(target(email=["mail", "mail2"]))
    assert erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x") == 1
    assert ground.rows("news") == [("N",)]


def test_extra_assignments_are_filled_in_and_written_with_the_change_only(ground: Ground) -> None:
    moment = "timestamp" if ground.kind == "postgresql" else "datetime"
    ground.table(
        f"{PLAIN}, am date, um {moment}, um_text varchar(20), grund varchar(60), wer varchar(20)",
        [(*row, None, None, None, None, None) for row in [(1, "a@example.com", "Y"), (2, "b@example.com", "N")]],
    )
    also = {"am": "{today}", "um": "{now}", "um_text": "{now}", "grund": "{source}: {reason}", "wer": "ABGL'EICH"}
    erp = ground.erp(target(also=also))
    wanted = changes(customers(erp), "set_no", reason="complaint {x}")
    assert erp.apply(wanted, now=NOW, source="0412.csv") == 1
    written, untouched = ground.rows("am, um, um_text, grund, wer", order="id")
    assert [str(cell) for cell in written] == [
        "2026-04-12",
        "2026-04-12 07:05:09",
        "2026-04-12 07:05:09",
        "0412.csv: complaint {x}",
        "ABGL'EICH",
    ]
    assert untouched == (None,) * 5


def test_different_reasons_end_up_in_their_own_rows(ground: Ground) -> None:
    ground.table(f"{PLAIN}, grund varchar(60)", [(*row, None) for row in FIVE])
    erp = ground.erp(target(also={"grund": "{reason}"}))
    wanted = changes(customers(erp).sort_values("key"), "set_no")
    wanted["reason"] = ["optout", "complaint", "optout", "complaint", "optout"]
    assert erp.apply(wanted, now=NOW, source="x") == 5
    assert [reason for (reason,) in ground.rows("grund", order="id")] == wanted["reason"].tolist()


def test_mark_clear_and_delete_do_what_they_say(ground: Ground) -> None:
    ground.table(
        "id int primary key, mail varchar(80), mail2 varchar(80) not null, news varchar(1), hold int",
        [(number, f"a{number}@example.com", f"b{number}@example.com", "Y", None) for number in (1, 2, 3)],
    )
    mark = Bounce(action="mark", column="hold", value=1, then="delete_row")
    erp = ground.erp(target(email=["mail", "mail2"], bounce=mark))
    found = customers(erp)
    both = pd.concat(
        [
            changes(found[found["canonical"] == "a1@example.com"], "mark", "mailbox_unknown"),
            changes(found[found["key"] == "[2]"], "clear"),
            changes(found[found["canonical"] == "b3@example.com"], "delete_row"),
            changes(found[found["canonical"] == "b3@example.com"], "set_no"),
        ]
    )
    assert erp.apply(both, now=NOW, source="x") == 3
    expected = [(1, "a1@example.com", "b1@example.com", "Y", 1), (2, None, "", "Y", None)]
    assert ground.rows() == expected
    assert erp.apply(both, now=NOW, source="x") == 0
    assert ground.rows() == expected


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE kunden SET news = 'J' WHERE id = 2",
        "UPDATE kunden SET news = NULL WHERE id = 2",
        "UPDATE kunden SET mail = 'new@example.com' WHERE id = 2",
        "DELETE FROM kunden WHERE id = 2",
    ],
)
def test_a_row_edited_since_the_plan_stops_everything_and_is_named(ground: Ground, edit: str) -> None:
    ground.table(PLAIN, FIVE)
    erp = ground.erp(target())
    wanted = changes(customers(erp), "set_no")
    ground.run(edit)
    before = ground.rows()
    with pytest.raises(Changed) as caught:
        erp.apply(wanted, now=NOW, source="x")
    assert caught.value.keys == (("crm", "[2]"),)
    assert ground.rows() == before


def test_an_edited_address_is_neither_cleared_nor_deleted(ground: Ground) -> None:
    ground.table(PLAIN, FIVE)
    erp = ground.erp(target())
    found = customers(erp)
    ground.run("UPDATE kunden SET mail = 'K2@example.com' WHERE id = 2")
    for action in ("clear", "delete_row"):
        with pytest.raises(Changed):
            erp.apply(changes(found, action), now=NOW, source="x")
    assert len(ground.rows()) == 5


def test_a_row_whose_address_changed_but_is_no_already_is_fine(ground: Ground) -> None:
    ground.table(PLAIN, FIVE)
    erp = ground.erp(target())
    wanted = changes(customers(erp), "set_no")
    ground.run("UPDATE kunden SET mail = 'new@example.com', news = 'N' WHERE id = 2")
    assert erp.apply(wanted, now=NOW, source="x") == 4


def test_a_trigger_that_blocks_one_row_leaves_all_as_they_were(ground: Ground) -> None:
    ground.table(PLAIN, FIVE)
    for statement in BLOCKING[ground.kind]:
        ground.run(statement)
    erp = ground.erp(target())
    with pytest.raises(Unavailable, match="erp_refuses") as caught:
        erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x")
    assert "locked up" in str(caught.value.facts["why"])
    assert {news for (news,) in ground.rows("news")} == {"Y"}


def test_a_trigger_that_reverts_one_row_is_noticed_named_and_undoes_all(ground: Ground) -> None:
    ground.table(PLAIN, FIVE)
    for statement in REVERTING[ground.kind]:
        ground.run(statement)
    erp = ground.erp(target())
    with pytest.raises(Unavailable, match="erp_write_reverted") as caught:
        erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x")
    assert caught.value.facts == {"target": "crm", "key": "[3]"}
    assert {news for (news,) in ground.rows("news")} == {"Y"}


def test_trouble_in_the_second_target_undoes_the_first(ground: Ground) -> None:
    ground.table(PLAIN, FIVE)
    ground.table(PLAIN, FIVE, name="personen")
    erp = ground.erp(target(), target(name="person", table="personen"))
    wanted = changes(customers(erp), "set_no")
    ground.run("UPDATE personen SET news = 'J' WHERE id = 4")
    with pytest.raises(Changed) as caught:
        erp.apply(wanted, now=NOW, source="x")
    assert caught.value.keys == (("person", "[4]"),)
    assert {news for (news,) in ground.rows("news")} == {"Y"}


def test_a_key_that_picks_two_rows_is_never_written(ground: Ground) -> None:
    ground.table("id int, mail varchar(80), news varchar(1)", [(1, "a@example.com", "Y"), (1, "b@example.com", "Y")])
    erp = ground.erp(target())
    with pytest.raises(Unavailable, match="erp_key_not_unique"):
        erp.apply(changes(customers(erp).head(1), "set_no"), now=NOW, source="x")
    assert ground.rows("news") == [("Y",), ("Y",)]


@pytest.mark.parametrize("name", ["Kunden Liste", "CRONUS AG$Contact", "t-1", "order", "a.b", 'x"y'])
def test_names_are_taken_as_written(ground: Ground, name: str) -> None:
    quoted, flag = ground.quoted(name), ground.quoted("E-Mail ok?")
    ground.table(f"id int primary key, mail varchar(80), {flag} varchar(1)", [(1, "a@example.com", "Y")], name=quoted)
    written = quoted if name in ("a.b", 'x"y') else name
    erp = ground.erp(target(table=written, flag=Flag("E-Mail ok?", yes=["Y"], no="N")))
    assert erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x") == 1
    assert ground.rows(flag, name=quoted) == [("N",)]


def test_a_table_may_live_in_another_schema(ground: Ground) -> None:
    schema = {"sqlite": "main", "postgresql": "handel", "mariadb": "handel"}[ground.kind]
    if schema != "main":
        ground.run(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    ground.table(PLAIN, FIVE, name=f"{schema}.kunden")
    erp = ground.erp(target(table=f"{schema}.kunden"))
    assert erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x") == 5


def test_more_rows_than_one_statement_takes_are_written_in_portions(ground: Ground) -> None:
    rows = [(number, number % 7, f"k{number}@example.com", "Y" if number % 2 else None) for number in range(5_300)]
    ground.table("id int, teil int, mail varchar(80), news varchar(1), primary key (id, teil)", rows)
    single = ground.erp(target())
    assert single.apply(changes(customers(single).head(5_100), "set_no"), now=NOW, source="x") == 5_100
    double = ground.erp(target(key=["id", "teil"]))
    found = customers(double)
    assert double.apply(changes(found, "set_no"), now=NOW, source="x") == 200
    assert double.apply(changes(found.head(700), "clear"), now=NOW, source="x") == 700
    assert ground.rows("count(*), count(mail), min(news), max(news)") == [(5_300, 4_600, "N", "N")]
