"""What `check` finds in an ERP, and that finding it changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from processor.erp.gateway import Erp
from processor.erp.targets import Bounce, Flag
from tests.parts.ground import NOW, Ground, changes, customers, target

PLAIN = "id int primary key, mail varchar(80), news varchar(3)"


def found(erp: Erp, level: str = "") -> dict[str, dict[str, object]]:
    """Return facts by code, of one level if given."""
    return {
        finding.code: finding.facts for finding in erp.probe(lambda: datetime.now(UTC)) if level in ("", finding.level)
    }


def test_a_sound_erp_is_described_and_left_as_it_was(ground: Ground) -> None:
    rows = [(1, "a@example.com", "Y"), (2, "KA", "Y"), (3, None, "N"), (4, "b@example.com; c@", "N")]
    ground.table(PLAIN, rows)
    bounce = Bounce(action="clear", then="delete_row")
    erp = ground.erp(target(bounce=bounce))
    of_a_mighty_account = {"erp_rights_shape", "erp_rights_more"}
    assert found(erp, "error") == {}
    assert set(found(erp, "warn")) <= of_a_mighty_account | {"erp_several"}
    said = found(erp)
    assert str(said["erp_server"]["server"]).lower().startswith(ground.kind)
    assert said["erp_rows"] == {"target": "crm", "living": 4, "addressed": 3, "unusable": 2}
    assert {said["erp_flag"][name] for name in ("yes", "no")} == {2}
    always = {"erp_server", "erp_limits", "erp_table", "erp_key", "erp_rows", "erp_flag", "erp_write", "erp_lookup"}
    of_servers = {"erp_clock"} | of_a_mighty_account
    assert set(said) - of_servers - {"erp_zone"} >= always
    assert (set(said) & of_servers != set()) == (ground.kind != "sqlite")
    assert ground.rows() == rows


def test_values_the_configuration_does_not_know_are_named_with_their_counts(ground: Ground) -> None:
    ground.table(PLAIN, [(1, "a@example.com", "J"), (2, "b@example.com", "J"), (3, "c@example.com", None)])
    said = found(ground.erp(target()), "warn")
    facts = {"target": "crm", "column": "news", "rows": 2, "values": ['"J" (2)'], "line": 'also_no = ["J"]'}
    assert said["erp_flag_unknown"] == facts
    assert said["erp_flag_null"]["rows"] == 1
    assert "erp_flag_never_yes" in said


def test_case_variants_of_a_flag_are_told_apart(ground: Ground) -> None:
    ground.table(PLAIN, [(1, "a@example.com", "Y"), (2, "b@example.com", "y")])
    assert found(ground.erp(target()), "warn")["erp_flag_unknown"]["values"] == ['"y" (1)']


@pytest.mark.parametrize(
    ("wrong", "code", "fact"),
    [
        ({"table": "gibtsnicht"}, "erp_table_unreadable", ("table", "gibtsnicht")),
        ({"email": ["mial"]}, "erp_column_unreadable", ("column", "mial")),
        ({"fields": {"first_name": "vorname"}}, "erp_column_unreadable", ("column", "vorname")),
        ({"where": "geloescht = 0"}, "erp_where_refused", ("where", "geloescht = 0")),
        ({"where": "id ="}, "erp_where_refused", ("where", "id =")),
    ],
)
def test_what_cannot_be_read_is_an_error_that_names_it(
    ground: Ground, wrong: dict[str, Any], code: str, fact: tuple[str, str]
) -> None:
    ground.table(PLAIN, [(1, "a@example.com", "Y")])
    errors = found(ground.erp(target(**wrong)), "error")
    assert list(errors) == [code]
    assert errors[code][fact[0]] == fact[1]
    assert errors[code]["why"]


def test_a_key_with_gaps_or_doubles_is_an_error(ground: Ground) -> None:
    ground.table(
        "id int, mail varchar(80), news varchar(3)",
        [(1, "a@example.com", "Y"), (1, "b@example.com", "Y"), (None, "c@example.com", "Y")],
    )
    errors = found(ground.erp(target()), "error")
    assert errors["erp_key_null"]["rows"] == 1
    assert errors["erp_key_twice"]["example"] == "[1]"


def test_an_empty_table_is_worth_a_warning(ground: Ground) -> None:
    ground.table(PLAIN)
    assert next(iter(found(ground.erp(target()), "warn"))) == "erp_no_rows"


def test_a_table_that_cannot_be_written_is_an_error(ground: Ground) -> None:
    ground.table(PLAIN, [(1, "a@example.com", "Y")])
    ground.run("DROP VIEW IF EXISTS sicht")
    ground.run("CREATE VIEW sicht AS SELECT DISTINCT id, mail, news FROM kunden")
    errors = found(ground.erp(target(table="sicht", bounce=Bounce("none", then="delete_row"))), "error")
    ground.run("DROP VIEW sicht")
    assert set(errors) == {"erp_write_refused", "erp_delete_refused"}
    assert errors["erp_write_refused"]["column"] == "news"


def test_a_value_of_the_wrong_type_is_found_before_the_first_optout(server_ground: Ground) -> None:
    if server_ground.kind == "mariadb":
        server_ground.run("SET GLOBAL sql_mode = 'STRICT_ALL_TABLES'")
    wrong = Flag("news", yes=[1], no=0)
    server_ground.table("id int primary key, mail varchar(80), news date", [(1, "a@example.com", None)])
    refused = "erp_write_refused" in found(server_ground.erp(target(flag=wrong)), "error")
    assert refused == (server_ground.kind == "postgresql")  # MariaDB looks at values only when there is a row


def test_an_account_that_may_only_do_what_is_needed_is_enough(server_ground: Ground) -> None:
    """SELECT on the table and UPDATE on the written column: no more is asked for, and less is noticed."""
    server_ground.table(PLAIN, [(1, "a@example.com", "Y")])
    word = "'wenig'@'%'" if server_ground.kind == "mariadb" else "wenig"
    server_ground.run(f"DROP USER IF EXISTS {word}" if server_ground.kind == "mariadb" else "SELECT 1")
    if server_ground.kind == "mariadb":
        server_ground.run(f"CREATE USER {word} IDENTIFIED BY 'geheim'")
    else:
        server_ground.run("DO $$ BEGIN CREATE ROLE wenig LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    server_ground.run(f"GRANT SELECT ON kunden TO {word}")
    poor = Ground(server_ground.kind, server_ground.where.replace("UID=erp", "UID=wenig"))
    errors = found(poor.erp(target(bounce=Bounce(action="clear", then="delete_row"))), "error")
    assert set(errors) == {"erp_write_refused", "erp_delete_refused"}
    server_ground.run(f"GRANT UPDATE (news) ON kunden TO {word}")
    erp = poor.erp(target())
    assert found(erp, "error") == {}
    assert erp.apply(changes(customers(erp), "set_no"), now=NOW, source="x") == 1


def test_an_erp_that_is_away_is_one_finding(tmp_path: Any) -> None:
    erp = Ground("sqlite", str(tmp_path / "none.db")).erp(target(), target(name="two"))
    assert [(finding.level, finding.code) for finding in erp.probe(lambda: datetime.now(UTC))] == [
        ("error", "erp_away")
    ]
