"""The grant script: an account with just these rights passes `check` and can do all that is asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from processor.erp.gateway import Erp
from processor.erp.grants import Remark, kind_behind, odbc_keys, script
from processor.erp.needs import needs_of, procedure_of
from processor.erp.targets import Blacklist, Bounce, Flag, Statement, Target
from tests.parts.ground import NOW, Ground, changes, customers, target


def found(erp: Erp, level: str = "") -> dict[str, Any]:
    return {one.code: one.facts for one in erp.probe(lambda: datetime.now(UTC)) if level in ("", one.level)}


def sql_of(targets: list[Target], kind: Any, account: str = "wenig", **more: Any) -> list[str]:
    return [line for line in script(targets, kind, account, **more) if isinstance(line, str)]


@pytest.fixture
def poor(server_ground: Ground) -> Iterator[Ground]:
    """The same ground for an account that may do nothing yet."""
    if server_ground.kind == "mariadb":
        server_ground.run("DROP USER IF EXISTS 'wenig'@'%'")
        server_ground.run("CREATE USER 'wenig'@'%' IDENTIFIED BY 'geheim'")
    else:
        server_ground.run("DO $$ BEGIN CREATE ROLE wenig LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        server_ground.run("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    yield Ground(server_ground.kind, server_ground.where.replace("UID=erp", "UID=wenig"))
    if server_ground.kind == "mariadb":
        server_ground.run("DROP USER IF EXISTS 'wenig'@'%'")
    else:
        server_ground.run("DROP OWNED BY wenig")
        server_ground.run("DROP ROLE wenig")


def grant(ground: Ground, targets: list[Target], leave_out: str = "\0") -> None:
    """Run the script as an administrator would, without the lines that have `leave_out`."""
    kind = "mysql" if ground.kind == "mariadb" else "postgresql"
    for line in sql_of(targets, kind, database="erp"):
        if not line.startswith(("-- ", "USE ")) and leave_out not in line:
            ground.run(line)


def two_shapes(ground: Ground) -> list[Target]:
    """A flag of its own with a mark, and a blacklist with a membership in a table of its own; both filled."""
    serial = "int auto_increment primary key" if ground.kind == "mariadb" else "serial primary key"
    ground.table(
        "id int primary key, mail varchar(80), news varchar(3), bad varchar(80), seen date, iban varchar(34)",
        [(1, "a@example.com", "Y", None, None, "DE1"), (2, "b@example.com", "Y", None, None, "DE2")],
    )
    ground.table("id int primary key, mail varchar(80)", [(1, "a@example.com"), (2, "b@example.com")], "leads")
    ground.table(f"nr {serial}, lead_id int", (), "members")
    ground.run("INSERT INTO members (lead_id) VALUES (1), (2)")
    ground.table(f"nr {serial}, mail varchar(80), wann timestamp NULL, grund varchar(80)", (), "gesperrt")
    plain = target(bounce=Bounce("mark", "bad", "bounce {today}: {reason}", then="clear"), also={"seen": "{today}"})
    listing = Blacklist("gesperrt", "mail", values={"wann": "{now}", "grund": "{reason}"})
    flag = Flag(row="yes", table="members", via={"lead_id": "id"})
    return [plain, target(name="leads", table="leads", flag=flag, blacklist=listing)]


def test_an_account_with_just_these_grants_passes_check_and_does_everything(
    server_ground: Ground, poor: Ground
) -> None:
    targets = two_shapes(server_ground)
    grant(server_ground, targets)
    said = [one for one in poor.erp(*targets).probe(lambda: datetime.now(UTC)) if one.level != "ok"]
    assert [one.code for one in said if one.code != "erp_zone"] == []
    erp = poor.erp(*targets)
    everybody = customers(erp)
    optouts = everybody[everybody["canonical"] == "a@example.com"]
    assert erp.apply(changes(optouts, "set_no"), now=NOW, source="x") == 2
    bounced = everybody[(everybody["canonical"] == "b@example.com") & (everybody["target"] == "crm")]
    assert erp.apply(changes(bounced, "mark", "mailbox_unknown"), now=NOW, source="x") == 1
    assert erp.apply(changes(bounced, "clear"), now=NOW, source="x") == 1
    kunden = [(1, "a@example.com", "N"), (2, None, "Y")]
    assert server_ground.rows("id, mail, news") == kunden
    assert [row[0] for row in server_ground.rows("lead_id", "members")] == [2]
    assert [row[0] for row in server_ground.rows("mail", "gesperrt")] == ["a@example.com"]


def test_the_account_sees_no_column_that_is_not_named(server_ground: Ground, poor: Ground) -> None:
    grant(server_ground, two_shapes(server_ground))
    import pyodbc

    with pytest.raises(pyodbc.Error):
        poor.run("SELECT iban FROM kunden")


@pytest.mark.parametrize(
    ("missing", "code", "fact"),
    [
        ("members", "erp_table_unreadable", "members"),
        ("gesperrt", "erp_table_unreadable", "gesperrt"),
        ("kunden", "erp_table_unreadable", "kunden"),
    ],
)
def test_a_table_without_its_grants_is_named(
    server_ground: Ground, poor: Ground, missing: str, code: str, fact: str
) -> None:
    targets = two_shapes(server_ground)
    grant(server_ground, targets, leave_out=missing)
    assert found(poor.erp(*targets), "error")[code]["table"] == fact


@pytest.mark.parametrize(
    ("right", "table", "code", "fact"),
    [
        ("UPDATE (news)", "kunden", "erp_write_refused", ("column", "news")),
        ("UPDATE (bad)", "kunden", "erp_write_refused", ("column", "bad")),
        ("UPDATE (seen)", "kunden", "erp_write_refused", ("column", "seen")),
        ("UPDATE (mail)", "kunden", "erp_write_refused", ("column", "mail")),
        ("INSERT (grund)", "gesperrt", "erp_insert_refused", ("table", "gesperrt")),
        ("DELETE", "members", "erp_delete_refused", ("table", "members")),
        ("SELECT (mail)", "kunden", "erp_column_unreadable", ("column", "mail")),
    ],
)
def test_one_right_less_is_named_by_check(
    server_ground: Ground, poor: Ground, right: str, table: str, code: str, fact: tuple[str, str]
) -> None:
    targets = two_shapes(server_ground)
    grant(server_ground, targets)
    account = "'wenig'@'%'" if server_ground.kind == "mariadb" else "wenig"
    server_ground.run(f"REVOKE {right} ON {table} FROM {account}")
    assert found(poor.erp(*targets), "error")[code][fact[0]] == fact[1]


@pytest.mark.parametrize("right", ["DELETE", "INSERT"])
def test_one_right_more_is_named_with_the_way_to_take_it_away(server_ground: Ground, poor: Ground, right: str) -> None:
    targets = two_shapes(server_ground)
    grant(server_ground, targets)
    account = "'wenig'@'%'" if server_ground.kind == "mariadb" else "wenig"
    server_ground.run(f"GRANT {right} ON kunden TO {account}")
    facts = found(poor.erp(*targets), "warn")["erp_rights_more"]
    assert (facts["table"], facts["rights"]) == ("kunden", [right])
    server_ground.run(str(facts["revoke"]))
    assert "erp_rights_more" not in found(poor.erp(*targets))


def test_the_right_to_change_tables_is_told(server_ground: Ground, poor: Ground) -> None:
    targets = two_shapes(server_ground)
    grant(server_ground, targets)
    more = "ALTER ON kunden TO 'wenig'@'%'" if server_ground.kind == "mariadb" else "CREATE ON SCHEMA public TO wenig"
    server_ground.run(f"GRANT {more}")
    rights = found(poor.erp(*targets), "warn")["erp_rights_shape"]["rights"]
    assert rights == (["ALTER"] if server_ground.kind == "mariadb" else ["CREATE"])


def test_a_procedure_that_may_not_be_executed_is_named_until_it_is_granted(server_ground: Ground, poor: Ground) -> None:
    targets = two_shapes(server_ground)[:1]
    if server_ground.kind == "mariadb":
        server_ground.run("CREATE OR REPLACE PROCEDURE ab(IN nr int) UPDATE kunden SET news = 'N' WHERE id = nr")
        calling, gone = "{call ab(?)}", "DROP PROCEDURE ab"
    else:
        server_ground.run(
            "CREATE OR REPLACE PROCEDURE ab(nr int) LANGUAGE sql SECURITY DEFINER"
            " AS 'UPDATE kunden SET news = ''N'' WHERE id = nr'"
        )
        server_ground.run("REVOKE EXECUTE ON PROCEDURE ab FROM PUBLIC")
        calling, gone = "CALL ab(?)", "DROP PROCEDURE ab"
    targets[0] = target(optout=Statement(calling, ["id"]))
    grant(server_ground, targets, leave_out="EXECUTE")
    assert {"erp_procedure_missing", "erp_procedure_refused"} & set(found(poor.erp(*targets), "error"))
    grant(server_ground, targets)
    erp = poor.erp(*targets)
    assert found(erp, "error") == {}
    assert "erp_procedure" in found(erp)
    if server_ground.kind == "mariadb":
        assert erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x") == 2
    server_ground.run(gone)


def test_each_server_gets_its_own_words() -> None:
    bounce = Bounce(action="clear", then="delete_row")
    flag = Flag("news", yes=["Y"], no="N", table="shop.dbo.par]ent", via={"nr": "pid"}, where="x = 1")
    call = Statement("exec dbo.spOff ?", ["id"])
    targets = [target(table="dbo.kunden", flag=flag, bounce=bounce), target(name="two", optout=call)]
    assert sql_of(targets, "mssql", "a]b", database="erp") == [
        "-- CREATE LOGIN [a]]b] WITH PASSWORD = N'…';",
        "-- CREATE USER [a]]b] FOR LOGIN [a]]b];",
        "USE [erp];",
        "GRANT SELECT ([id], [mail], [pid]) ON [dbo].[kunden] TO [a]]b];",
        "GRANT UPDATE ([mail]) ON [dbo].[kunden] TO [a]]b];",
        "GRANT DELETE ON [dbo].[kunden] TO [a]]b];",
        "USE [shop];",
        "GRANT SELECT ON [dbo].[par]]ent] TO [a]]b];",
        "GRANT UPDATE ([news]) ON [dbo].[par]]ent] TO [a]]b];",
        "USE [erp];",
        "GRANT SELECT ([id], [mail], [news]) ON [kunden] TO [a]]b];",
        "GRANT EXECUTE ON [dbo].[spOff] TO [a]]b];",
    ]
    assert sql_of([target(table="s.kun`den")], "mysql", "o'b", database="erp") == [
        "-- CREATE USER 'o''b'@'%' IDENTIFIED BY '…';",
        "USE `erp`;",
        "GRANT SELECT (`id`, `mail`, `news`), UPDATE (`news`) ON `s`.`kun``den` TO 'o''b'@'%';",
    ]


def test_a_file_needs_no_grants_and_a_worklist_no_writing() -> None:
    assert list(script([target()], "sqlite", "x")) == [Remark("grants_none")]
    only = [line for line in sql_of([target(write="file")], "postgresql") if line.startswith("GRANT")]
    assert only == ['GRANT SELECT ("id", "mail", "news") ON "kunden" TO "wenig";']


def test_a_condition_opens_the_whole_table_and_says_why() -> None:
    lines = list(script([target(where="deleted = 0")], "postgresql", "x", preamble=["SET a = 1"]))
    assert Remark("grants_whole", {"table": "kunden"}) in lines
    assert 'GRANT SELECT, UPDATE ("news") ON "kunden" TO "x";' in lines
    assert lines[-1] == Remark("grants_preamble")


def test_tables_that_several_targets_name_get_one_grant() -> None:
    needs = needs_of([target(), target(name="two", bounce=Bounce("mark", "bad", 1))])
    assert [(need.table, list(need.update)) for need in needs] == [("kunden", ["news", "bad"])]


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("exec dbo.spOff ?, ?", "dbo.spOff"),
        ("EXECUTE [my shop].[sp Off] ?", "[my shop].[sp Off]"),
        ("{call entity_delete_contact(?, ?)}", "entity_delete_contact"),
        ("{ ? = call f(?)}", "f"),
        ("CALL `a`.`b`(?)", "`a`.`b`"),
        ("SELECT crm.off(?)", "crm.off"),
        ("SELECT id FROM kunden WHERE id = ?", ""),
        ("UPDATE kunden SET news = 0 WHERE id = ?", ""),
    ],
)
def test_the_procedure_a_statement_calls_is_known(sql: str, name: str) -> None:
    assert procedure_of(Statement(sql)) == name


@pytest.mark.parametrize(
    ("odbc", "kind"),
    [
        ("Driver={ODBC Driver 18 for SQL Server};Server=x", "mssql"),
        ("DRIVER=/usr/lib/libtdsodbc.so;Server=x", "mssql"),
        ("Driver=FreeTDS", "mssql"),
        ("Server=x;Driver={PostgreSQL Unicode}", "postgresql"),
        ("Driver=/usr/lib/odbc/psqlodbcw.so", "postgresql"),
        ("Driver=MariaDB Unicode", "mysql"),
        ("Driver={MySQL ODBC 8.0 Unicode Driver}", "mysql"),
        ("DSN=erp;UID=SQL Server", None),
    ],
)
def test_the_drivers_name_tells_the_kind_of_server(odbc: str, kind: str | None) -> None:
    assert kind_behind(odbc) == kind


def test_keys_of_a_connection_string_come_without_braces() -> None:
    assert odbc_keys("Driver={A};UID = me ;PWD={a;b}}c=d};Database=x")["pwd"] == "a;b}c=d"
    assert odbc_keys("Driver={A};UID = me ;Database=x")["uid"].strip() == "me"
