"""Statements of the operator's own: plain SQL, functions, procedures, and those around every transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from processor.erp.gateway import Erp
from processor.erp.targets import Bounce, Changed, Flag, Statement, Target
from processor.errors import Unavailable
from tests.parts.ground import NOW, Ground, changes, customers, target

ROWS = [(1, "anna@example.com", "Y", None), (2, "bert@example.com", "Y", None)]

PROCEDURES = {
    "postgresql": [
        "CREATE OR REPLACE FUNCTION raus(nr int, warum text) RETURNS int LANGUAGE sql AS "
        "$$ UPDATE kunden SET news = 'N', grund = warum WHERE id = nr; SELECT 1 $$",
        "CREATE OR REPLACE PROCEDURE raus2(nr int, warum text) LANGUAGE sql AS "
        "$$ UPDATE kunden SET news = 'N', grund = warum WHERE id = nr $$",
    ],
    "mariadb": [
        "CREATE OR REPLACE PROCEDURE raus(nr int, warum varchar(40)) BEGIN "
        "SELECT 'eins'; UPDATE kunden SET news = 'N', grund = warum WHERE id = nr; SELECT 'zwei', 2; END",
        "CREATE OR REPLACE PROCEDURE raus2(nr int, warum varchar(40)) BEGIN SELECT 1; "
        "IF nr = 2 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'too late'; END IF; "
        "UPDATE kunden SET news = 'N', grund = warum WHERE id = nr; END",
    ],
}


def opened(ground: Ground, made: Target, before: Sequence[str] = (), after: Sequence[str] = ()) -> Erp:
    """The ERP with statements around each transaction."""
    place = {"url": f"sqlite:///{ground.where}"} if ground.kind == "sqlite" else {"odbc": ground.where}
    return Erp.open(**place, targets=[made], before=before, after=after)  # type: ignore[arg-type]


def lay(ground: Ground) -> None:
    ground.table("id int primary key, mail varchar(80), news varchar(1), grund varchar(40)", ROWS)
    for statement in PROCEDURES.get(ground.kind, ()):
        ground.run(statement)


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        ("postgresql", "{call raus(?, ?)}"),
        ("postgresql", "SELECT raus(?, ?)"),
        ("postgresql", "CALL raus2(?, ?)"),
        ("mariadb", "{call raus(?, ?)}"),
        ("mariadb", "CALL raus(?, ?)"),
    ],
)
def test_functions_and_procedures_do_the_optout(request: pytest.FixtureRequest, kind: str, statement: str) -> None:
    ground = Ground(kind, request.getfixturevalue("postgres_server" if kind == "postgresql" else "mariadb_server").odbc)
    lay(ground)
    erp = ground.erp(target(optout=Statement(statement, ["id", "{reason} {today}"])))
    wanted = changes(customers(erp), "set_no")
    assert erp.apply(wanted, now=NOW, source="x") == 2
    assert ground.rows("id, news, grund") == [(1, "N", "optout 2026-04-12"), (2, "N", "optout 2026-04-12")]
    assert erp.apply(wanted, now=NOW, source="x") == 0
    ground.clean()


def test_an_error_after_the_first_result_of_a_procedure_is_heard(mariadb_server: Any) -> None:
    ground = Ground("mariadb", mariadb_server.odbc)
    lay(ground)
    erp = ground.erp(target(optout=Statement("{call raus2(?, ?)}", ["id", "{reason}"])))
    with pytest.raises(Unavailable, match="erp_refuses") as caught:
        erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x")
    assert "too late" in str(caught.value.facts["why"])
    assert ground.rows() == ROWS
    ground.clean()


def test_a_statement_runs_once_for_each_address_of_a_row(ground: Ground) -> None:
    ground.table("id int primary key, mail varchar(80), codes varchar(20)", [(1, "a@example.com; b@example.com", "MN")])
    ground.table("nr int, wer varchar(80)", name="ruf")
    flag = Flag(column="codes", yes=["MN"], no="M")
    optout = Statement("UPDATE kunden SET codes = replace(codes, 'N', '') WHERE id = ?", ["id"])
    erp = ground.erp(target(flag=flag, optout=optout))
    assert erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x") == 1
    assert ground.rows("codes") == [("M",)]
    ground.run("UPDATE kunden SET codes = 'MN'")
    erp = ground.erp(target(flag=flag, optout=Statement("INSERT INTO ruf VALUES (?, ?)", ["id", "{email}"])))
    with pytest.raises(Unavailable, match="erp_write_reverted"):
        erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x")
    assert ground.rows(name="ruf") == []


def test_a_statement_on_a_row_edited_meanwhile_is_taken_back(
    server_ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    from processor.erp.writing import Writer

    lay(server_ground)
    erp = server_ground.erp(target(optout=Statement("UPDATE kunden SET news = 'N' WHERE id = ?", ["id"])))
    wanted = changes(customers(erp), "set_no")
    original = Writer.write

    def write(*arguments: Any) -> int:
        server_ground.run("UPDATE kunden SET mail = 'new@example.com' WHERE id = 2")
        return original(*arguments)

    monkeypatch.setattr(Writer, "write", write)
    with pytest.raises(Changed) as caught:
        erp.apply(wanted, now=NOW, source="x")
    assert caught.value.keys == (("crm", "[2]"),)
    assert server_ground.rows("news") == [("Y",), ("Y",)]


def test_a_bounce_may_be_a_statement_and_what_follows_is_still_ours(ground: Ground) -> None:
    lay(ground)
    own = Statement("UPDATE kunden SET grund = ? WHERE id = ?", ["{reason}", "id"])
    bounce = Bounce("mark", "grund", "bounce", then="clear", statement=own)
    erp = ground.erp(target(bounce=bounce))
    found = customers(erp).sort_values("key")
    assert erp.apply(changes(found, "mark", "bounce"), now=NOW, source="x") == 2
    assert erp.apply(changes(found.head(1), "clear"), now=NOW, source="x") == 1
    assert ground.rows("id, mail, grund") == [(1, None, "bounce"), (2, "bert@example.com", "bounce")]


def test_a_statement_that_deletes_the_row_is_an_optout_where_the_row_is_the_consent(ground: Ground) -> None:
    lay(ground)
    erp = ground.erp(target(flag=Flag(row="yes"), optout=Statement("DELETE FROM kunden WHERE id = ?", ["id"])))
    wanted = changes(customers(erp).sort_values("key").head(1), "set_no")
    assert erp.apply(wanted, now=NOW, source="x") == 1
    assert ground.rows("id") == [(2,)]
    assert erp.apply(wanted, now=NOW, source="x") == 0


def test_statements_around_a_transaction_belong_to_it(ground: Ground) -> None:
    lay(ground)
    ground.table("was varchar(20)", name="spur")
    erp = opened(
        ground,
        target(),
        ["INSERT INTO spur VALUES ('davor')"],
        ["INSERT INTO spur SELECT news FROM kunden WHERE id = 1"],
    )
    wanted = changes(customers(erp), "set_no")
    assert ground.rows(name="spur") == []
    assert erp.apply(wanted, now=NOW, source="x") == 2
    assert ground.rows(name="spur") == [("N",), ("davor",)] or ground.rows(name="spur") == [("davor",), ("N",)]
    assert erp.apply(wanted, now=NOW, source="x") == 0
    assert len(ground.rows(name="spur")) == 2  # nothing to be written, nothing around it


@pytest.mark.parametrize("place", ["before", "after"])
def test_a_refused_statement_around_a_transaction_undoes_it(ground: Ground, place: str) -> None:
    lay(ground)
    ground.table("was varchar(20)", name="spur")
    around = {
        "before": ["INSERT INTO spur VALUES ('davor')"],
        place: ["INSERT INTO spur VALUES ('x')", "INSERT INTO nowhere VALUES (1)"],
    }
    erp = opened(ground, target(), **around)
    with pytest.raises(Unavailable, match="erp_refuses"):
        erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x")
    assert ground.rows(name="spur") == []
    assert ground.rows() == ROWS
