"""Writing in lots is nothing but quicker: whatever happened to the rows, it ends as change by change does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.erp import comparing, lots
from processor.erp.targets import Bounce, Changed, Flag, Statement
from processor.errors import Unavailable
from tests.parts.ground import NOW, Ground, changes, customers, target

COLUMNS = "id int primary key, mail varchar(80), mail2 varchar(80), news varchar(3), news2 varchar(3), why varchar(40)"
CELLS = ("a{}@example.com", "A{}@Example.com", "Anna <a{}@example.com>", "a{}@example.com; b{}@example.com", "", None)
FLAGS = ("Y", "N", "J", None, "Y ")
TWO_FLAGS = Flag(columns={"mail": "news", "mail2": "news2"}, yes=["Y"], no="N")

ROW = st.tuples(st.sampled_from(CELLS), st.sampled_from(CELLS), st.sampled_from(FLAGS), st.sampled_from(FLAGS))
EDITS = st.sampled_from(
    (
        "",
        "UPDATE kunden SET news = 'N' WHERE id = {}",
        "UPDATE kunden SET news = 'J' WHERE id = {}",
        "UPDATE kunden SET mail = 'x@example.com' WHERE id = {}",
        "UPDATE kunden SET mail = lower(mail) WHERE id = {}",
        "DELETE FROM kunden WHERE id = {}",
        "CREATE TRIGGER g AFTER UPDATE ON kunden WHEN NEW.id = {} BEGIN"
        " UPDATE kunden SET news = 'Y' WHERE id = {}; END",
        "CREATE TRIGGER g BEFORE UPDATE ON kunden WHEN NEW.id = {} BEGIN SELECT RAISE(ABORT, 'locked'); END",
    )
)


def outcome(ground: Ground, rows: list[tuple[Any, ...]], flag: Flag, edit: str) -> tuple[Any, ...]:
    """Say what applying an opt-out for everybody leads to, rows and words."""
    ground.table(COLUMNS, [(n, *(cell and cell.format(n, n) for cell in row[:2]), *row[2:], None) for n, row in rows])
    ground.run("INSERT INTO kunden VALUES (9, 'nine@example.com', NULL, 'Y', NULL, NULL)")
    erp = ground.erp(target(email=["mail", "mail2"], flag=flag, also={"why": "{reason}"}))
    found = customers(erp)
    wanted = changes(found[found["canonical"] != ""], "set_no")
    if edit:
        ground.run(edit)
    try:
        ended: Any = erp.apply(wanted, now=NOW, source="x")
    except Changed as stop:
        ended = "changed", sorted(set(stop.keys))
    except Unavailable as problem:
        ended = problem.code, str(problem.facts.get("key", "")), "locked" in str(problem.facts)
    finally:
        erp.close()
    return ended, ground.rows()


@settings(max_examples=120)
@given(
    rows=st.lists(ROW, min_size=1, max_size=5),
    which=st.integers(1, 5),
    edit=EDITS,
    flag=st.sampled_from((Flag(column="news", yes=["Y"], no="N"), TWO_FLAGS)),
)
def test_in_lots_and_change_by_change_it_ends_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Any], which: int, edit: str, flag: Flag
) -> None:
    folder: Path = tmp_path_factory.mktemp("lots")
    ended = []
    for suits in (lots.suits, lambda _target: False):
        file = folder / f"{len(ended)}.db"
        file.touch()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(comparing.lots, "suits", suits)
            ground = Ground("sqlite", str(file))
            ended.append(outcome(ground, list(enumerate(rows, 1)), flag, edit.format(which, which)))
    assert ended[0] == ended[1]


def test_usual_changes_really_go_in_lots(file_ground: Ground) -> None:
    """Else the law above would compare a thing with itself."""
    file_ground.table(COLUMNS, [(n, f"a{n}@example.com", None, "Y", None, None) for n in range(1, 6)])
    erp = file_ground.erp(target())
    wanted = changes(customers(erp), "set_no")
    with erp._sessions.session() as connection:
        works = comparing.compared(connection, erp._sessions.server(connection), erp._targets, wanted, twins={})
    assert [len(lot.keys) for lot in works["crm"].lots] == [5]
    assert not works["crm"].groups


@pytest.mark.parametrize(
    "other",
    [
        {"optout": Statement("UPDATE kunden SET news = 'N' WHERE id = ?", ["id"])},
        {"flag": Flag(row="yes")},
        {"flag": Flag(column="news", yes=["Y"], no="N", table="firmen", via={"nr": "id"})},
        {"flag": Flag(), "blacklist": {"table": "sperre", "email": "mail"}},
        {"key": ["id", "mail"]},
    ],
    ids=["statement", "row", "other table", "blacklist", "two keys"],
)
def test_what_is_no_flag_in_the_row_itself_goes_change_by_change(other: dict[str, Any]) -> None:
    assert lots.suits(target())
    assert not lots.suits(target(**other))


def test_a_bounce_goes_change_by_change(file_ground: Ground) -> None:
    file_ground.table(COLUMNS, [(1, "a@example.com", None, "Y", None, None)])
    erp = file_ground.erp(target(bounce=Bounce("mark", "why", "dead")))
    wanted = changes(customers(erp), "mark", "mailbox_unknown")
    assert json.loads(wanted["before"].iloc[0]) is None
    assert erp.apply(wanted, now=NOW, source="x") == 1
    assert file_ground.rows("why, news") == [("dead", "Y")]
