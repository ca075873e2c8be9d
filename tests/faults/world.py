"""The small world of the fault tests: an ERP of a few people that writes down every update, and what is dropped."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

MONDAY = "2026-11-23T09:00:00+00:00"
MONDAY_NOON = "2026-11-23T11:00:00+00:00"
TUESDAY = "2026-11-24T09:00:00+00:00"
TUESDAY_NOON = "2026-11-24T11:00:00+00:00"
WEDNESDAY = "2026-11-25T09:00:00+00:00"
NO_SERVER = 9  # the port "discard": nobody listens there

TABLES = """
CREATE TABLE kunde (
    nr INTEGER PRIMARY KEY, email TEXT, newsletter TEXT, grund TEXT, am TEXT, fehlerhaft INTEGER, land TEXT
);
CREATE TABLE kontakt (id INTEGER PRIMARY KEY, email TEXT, kein_newsletter INTEGER);
CREATE TABLE updates (place TEXT, was TEXT, became TEXT);
CREATE TRIGGER kunde_told AFTER UPDATE ON kunde BEGIN
    INSERT INTO updates VALUES ('kunde ' || old.nr, old.newsletter || old.fehlerhaft, new.newsletter || new.fehlerhaft);
END;
CREATE TRIGGER kontakt_told AFTER UPDATE ON kontakt BEGIN
    INSERT INTO updates VALUES ('kontakt ' || old.id, old.kein_newsletter, new.kein_newsletter);
END;
"""

PEOPLE = {
    1: ("anna@example.com", "J"),
    2: ("Bernd@example.de", "J"),
    3: ("clara@example.org", "J"),
    4: ("dora@example.net", "N"),
    5: ("emil@example.com", "J"),
    6: ("frida@example.at", "J"),
    7: ("gustav@example.ch", "J"),
    8: ("hanna@example.com", "J"),
    9: ("ida@example.com", "J"),
    10: ("jonas@example.de", "J"),
    11: ("karl@example.com", "J"),
    12: ("lena@example.com", "J"),
    13: ("max@example.com", None),
    14: ("nora@müller-example.de", "J"),
    15: ("oskar@example.com", "N"),
    16: ("noreply@example.com", "J"),
}
NEWCOMERS = {
    17: ("quirin@example.com", "J"),
    18: ("rosa@example.com", "J"),
    19: ("sven@example.com", "J"),
    20: ("tina@example.com", "J"),
}
LATECOMERS = {21: ("uwe@example.com", "J"), 22: ("vera@example.com", "J")}
TRAVELLERS = {23: ("wanda@example.com", "J"), 24: ("xaver@example.com", "J"), 25: ("yves@example.com", "J")}
LANDS = {23: "DE; AT", 24: "AT", 25: "FR"}
CONTACTS = {
    1: ("bernd@example.de", 0),
    2: ("paula@example.com", 0),
    3: ("karl@example.com", 0),
    4: ("lena@example.com", 1),
}

SAID_NO = (
    b"E-Mail;Grund;Datum\nanna@example.com;abgemeldet;02.11.2026\n"
    b"bernd@example.de;Abmeldung;03.11.2026\ndora@example.net;abgemeldet;03.11.2026\n"
    b"unbekannt@example.com;Widerspruch;04.11.2026\nkeine Adresse;abgemeldet;04.11.2026\n"
)
GONE = (
    b"E-Mail;Datum;Fehlermeldung\nemil@example.com;05.11.2026 08:00;550 5.1.1 User unknown\n"
    b"frida@example.at;05.11.2026 08:05;550 5.1.1 User unknown\n"
)
A_PAGE = b"<html><body><table><tr><td>E-Mail</td></tr><tr><td>clara@example.org</td></tr></table></body></html>\n"
TOO_MANY = b"E-Mail\ngustav@example.ch\nhanna@example.com\nida@example.com\njonas@example.de\n"
TOO_MANY_AGAIN = b"E-Mail\nquirin@example.com\nrosa@example.com\nsven@example.com\ntina@example.com\n"
SUBSCRIBERS = (
    b"email;status\nclara@example.org;subscribed\nnora@m\xc3\xbcller-example.de;subscribed\n"
    b"paula@example.com;subscribed\nrosa@example.com;subscribed\nsven@example.com;subscribed\n"
    b"tina@example.com;subscribed\nvera@example.com;subscribed\nanna@example.com;subscribed\n"
    b"zoe@example.com;subscribed\nkarl@example.com;unsubscribed\n"
)
UWE = b"E-Mail;Grund;Datum\nuwe@example.com;abgemeldet;23.11.2026\n"


def build(world: Path, port: int) -> Path:
    """Make the world with all people in its ERP and an empty drop folder; return its configuration."""
    for place in ("drop/optouts", "drop/bounces", "export", "post"):
        (world / place).mkdir(parents=True)
    with closing(sqlite3.connect(world / "erp.sqlite")) as erp, erp:
        erp.executescript(TABLES)
        erp.executemany("INSERT INTO kontakt VALUES (?, ?, ?)", [(key, *row) for key, row in CONTACTS.items()])
    insert(world, PEOPLE)
    return configure(world, port)


def insert(world: Path, people: Mapping[int, tuple[str, str | None]]) -> None:
    """Let somebody enter new customers."""
    rows = [(number, email, flag, None, None, 0, LANDS.get(number, "DE")) for number, (email, flag) in people.items()]
    with closing(sqlite3.connect(world / "erp.sqlite")) as erp, erp:
        erp.executemany("INSERT INTO kunde VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


BY_LISTS = """
removals = true
rest = "Rest"
[[export.lists]]
name = "DE"
when = { land = ["DE"] }
file = "de-{number:06}.csv"
[[export.lists]]
name = "AT"
when = { land = ["AT"] }
file = "at-{number:06}.csv"
[[export.lists]]
name = "Rest"
file = "rest-{number:06}.csv"
"""


def configure(world: Path, port: int, lists: str = "") -> Path:
    """Write the configuration, with the mail server at this port; `lists` is BY_LISTS from Tuesday noon on."""
    config = world / "abgleich.toml"
    config.write_text(
        f"""
language = "en"
timezone = "Europe/Berlin"
state = {json.dumps(str(world / "state"))}
dropzone = {{ folder = {json.dumps(str(world / "drop"))}, quiet_seconds = 0.01, scan_seconds = 0.02 }}
guard = {{ optouts_absolute = {30 if lists else 3}, optouts_share = 0.0, bounces_absolute = 3, bounces_share = 0.0 }}

[erp]
url = {json.dumps(f"sqlite:///{world / 'erp.sqlite'}")}
every_seconds = 0.0005
[[erp.targets]]
name = "kunde"
table = "kunde"
key = ["nr"]
email = ["email"]
flag = {{ column = "newsletter", yes = ["J"], no = "N" }}
bounce = {{ action = "mark", column = "fehlerhaft", value = 1 }}
also = {{ grund = "{{reason}}", am = "{{today}}" }}
fields = {{ land = "land" }}
[[erp.targets]]
name = "kontakt"
table = "kontakt"
key = ["id"]
email = ["email"]
flag = {{ column = "kein_newsletter", yes = [0], no = 1 }}

[export]
folder = {json.dumps(str(world / "export"))}
columns = {{ EMAIL = "{{email}}" }}
start = "at once"
{lists}

[mail]
to = ["admin@example.com"]
sender = "abgleich@example.com"
host = "127.0.0.1"
port = {port}
security = "none"
timeout_seconds = 5
""",
        encoding="utf-8",
    )
    return config


def drop(world: Path, name: str, data: bytes, minute: int) -> None:
    """Put a file into the drop folder; the minute of its stamp says in which order files came."""
    path = world / "drop" / name
    path.write_bytes(data)
    stamp = 1_795_000_000 + 60 * minute
    os.utime(path, (stamp, stamp))


def edit(world: Path, *statements: str) -> None:
    """Let somebody change the ERP; from then on updates are written down anew."""
    with closing(sqlite3.connect(world / "erp.sqlite")) as erp, erp:
        for statement in statements:
            erp.execute(statement)
        erp.execute("DELETE FROM updates")
