"""The same main journey with the ERP on database servers, over ODBC: real ones, and one that speaks as SQL Server."""

from __future__ import annotations

import os

import pytest

from tests.journeys.world import LayOut, bounces, optouts
from tests.parts.ground import Ground


@pytest.fixture(params=["postgresql", "mariadb", "sqlserver"])
def server_ground(request: pytest.FixtureRequest) -> Ground:
    if request.param == "sqlserver":
        ground: Ground = request.getfixturevalue("sqlserver")
        return ground
    server = request.getfixturevalue("postgres_server" if request.param == "postgresql" else "mariadb_server")
    return Ground(request.param, server.odbc)


def test_the_main_journey_ends_the_same_on_a_server(lay_out: LayOut, server_ground: Ground) -> None:
    world = lay_out(
        {
            1: ("anna@example.com", "Y", "Änne"),
            2: ("Bernd.Bär@Example.de", "Y", "Bär"),
            3: ("cafe@example.com", "Y", "Cafe"),
            4: ("café@example.com", "Y", "Café"),
            5: ("dora@example.org", "Y", "Dora"),
            6: (None, "Y", "Niemand"),
            7: ("weg@example.com", "Y", "Weg"),
        },
        {1: ("ANNA@example.com", 0), 2: ("emil@example.com", 0)},
        {
            "Abmeldungen.csv": optouts("anna@example.com", "bernd.bär@example.de", "cafe@example.com", "x@example.com"),
            "bounces/liste.csv": bounces(("weg@example.com", "01.03.2026", "550 5.1.1 User unknown")),
        },
        ground=server_ground,
        export={"columns": {"EMAIL": "{email}", "NAME": "name"}},
    )
    done = world.round()
    assert (sorted(entry.state for entry in done.entries), done.away, done.stuck) == (["applied", "applied"], {}, 0)
    assert world.customers("mail, news, reason, changed, faulty") == {
        1: ("anna@example.com", "N", "optout", "2026-03-10", 0),
        2: ("Bernd.Bär@Example.de", "N", "optout", "2026-03-10", 0),
        3: ("cafe@example.com", "N", "optout", "2026-03-10", 0),
        4: ("café@example.com", "Y", None, None, 0),
        5: ("dora@example.org", "Y", None, None, 0),
        6: (None, "Y", None, None, 0),
        7: ("weg@example.com", "Y", "mailbox_unknown", "2026-03-10", 1),
    }
    assert world.contacts() == {1: ("ANNA@example.com", 1), 2: ("emil@example.com", 0)}
    assert world.tree("export") == {
        "new-001.csv": "EMAIL,NAME\r\ncafé@example.com,Café\r\ndora@example.org,Dora\r\nemil@example.com,\r\n".encode()
    }
    assert world.names() == [
        "done/2026-03-10/Abmeldungen.ID.csv",
        "done/2026-03-10/Abmeldungen.ID.receipt.txt",
        "done/2026-03-10/Abmeldungen.ID.rows.csv",
        "done/2026-03-10/liste.ID.csv",
        "done/2026-03-10/liste.ID.receipt.txt",
        "done/2026-03-10/liste.ID.rows.csv",
    ]
    assert world.subjects() == ["[newsletter] OK – 4 opt-outs, 1 faulty, 3 new"]

    world.ground.run("UPDATE kunden SET news = 'Y' WHERE id = 1")
    world.ground.run("INSERT INTO kunden VALUES (8, 'X@example.com', 'Y', NULL, NULL, 0, '')")
    world.drop({"nochmal-Abmeldungen.csv": optouts("dora@example.org")})
    world.round(2)
    assert world.customers("news") == {1: "N", 2: "N", 3: "N", 4: "Y", 5: "N", 6: "Y", 7: "Y", 8: "N"}
    assert world.exports() == {"new-002.csv": ["café@example.com", "emil@example.com"]}


def test_commands_work_on_a_server_and_never_show_its_password(lay_out: LayOut, server_ground: Ground) -> None:
    world = lay_out({1: ("anna@example.com", "Y")}, drop={"Abmeldungen.csv": optouts("anna@example.com")})
    world.ground = server_ground
    server_ground.table("id INTEGER PRIMARY KEY, mail VARCHAR(200)", name="kunden")
    del world.config["erp"]["url"]
    world.configure(erp={"odbc": server_ground.where})
    run = world.command("once", SSL_CERT_FILE=os.environ.get("SSL_CERT_FILE", ""))
    assert run.returncode == 75
    print(run.stdout + run.stderr)
    assert "geheim" not in run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr


def test_check_names_server_and_driver_and_has_no_fault_to_find(lay_out: LayOut, server_ground: Ground) -> None:
    world = lay_out({1: ("anna@example.com", "Y", "Anna")}, {1: ("emil@example.com", 0)}, ground=server_ground)
    said = world.command("check", SSL_CERT_FILE=os.environ.get("SSL_CERT_FILE", ""))
    assert said.returncode == 0, said.stdout + said.stderr
    assert {"postgresql": "PostgreSQL", "mariadb": "MariaDB", "sqlserver": "SQL Server 16"}[
        server_ground.kind
    ] in said.stdout
    assert "geheim" not in said.stdout + said.stderr
    assert world.customers("mail, news") == {1: ("anna@example.com", "Y")}
