"""Builds the demo world's folder: the ERP as an SQLite file, the configuration, the empty drop folder."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from string import Template
from typing import Literal

from processor.demo.customers import Book, Row, contact_rows, customer_rows
from processor.demo.goldens import addresses
from processor.demo.names import Pool
from processor.errors import Misconfigured
from processor.shipped import shipped

MARK = ".abgleich-demo"
"""The file that says: this folder is a demo world and may be built anew."""

_OURS = ("abgleich.toml", "drop", "erp.sqlite", "erp.sqlite-shm", "erp.sqlite-wal", "export", "state")
_KNOWN = 0.8  # share of the people in the sample files who are customers of the demo company

_TABLES = """
CREATE TABLE kunde (
    kundennr INTEGER PRIMARY KEY, firma TEXT NOT NULL, anrede TEXT NOT NULL, vorname TEXT, nachname TEXT, email TEXT,
    newsletter TEXT CHECK (newsletter IN ('J', 'N')), newsletter_grund TEXT, geaendert_am TEXT,
    email_fehlerhaft INTEGER NOT NULL DEFAULT 0, geloescht INTEGER NOT NULL DEFAULT 0,
    land TEXT NOT NULL, angelegt_am TEXT NOT NULL);
CREATE TABLE ansprechpartner (
    id INTEGER PRIMARY KEY, kundennr INTEGER NOT NULL REFERENCES kunde (kundennr), vorname TEXT, nachname TEXT,
    email TEXT, kein_newsletter INTEGER CHECK (kein_newsletter IN (0, 1)), email_status TEXT);
"""


def build(folder: Path, seed: int = 7, language: Literal["de", "en"] = "de") -> Path:
    """Make a demo world in `folder` and return its configuration file, `abgleich.toml`.

    It holds `erp.sqlite` (4 000 customers in `kunde`, 1 200 people in `ansprechpartner`; four fifths of the addresses
    in the sample files are among them and say yes), `drop/` with `optouts/` and `bounces/`, and `export/`. The same
    seed gives the same rows. A demo world that is there already is built anew, with everything in its drop, export
    and state folders gone; any other folder that is not empty raises Misconfigured("demo_folder_taken", folder=…).
    """
    folder = folder.absolute()
    _clear(folder)
    for place in ("drop/optouts", "drop/bounces", "export"):
        (folder / place).mkdir(parents=True)
    (folder / "state").mkdir(mode=0o700)
    (folder / MARK).write_text("A demo world of abgleich. It is made up and may be deleted.\n", encoding="utf-8")
    _fill(folder / "erp.sqlite", *_rows(shipped("samples"), Random(seed)))  # noqa: S311  made-up names need no secrecy
    config = folder / "abgleich.toml"
    config.write_text(_config(folder, language), encoding="utf-8")
    return config


def _clear(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        if not (folder / MARK).is_file():
            raise Misconfigured("demo_folder_taken", folder=str(folder))
        for name in _OURS:
            place = folder / name
            if place.is_dir():
                shutil.rmtree(place)
            else:
                place.unlink(missing_ok=True)


def _rows(samples: Path, rng: Random) -> tuple[list[Row], list[Row]]:
    pool = Pool(samples / "demo", rng)
    book = Book(pool, rng)
    known = [address for address in addresses(samples / "layouts") if rng.random() < _KNOWN]
    cut = len(known) // 4
    contacts, both, rest = known[:cut], known[cut : cut + cut // 4], known[cut:]
    customers = customer_rows(pool, rng, book, rest)
    return customers, contact_rows(pool, rng, book, contacts + both, customers)


def _fill(path: Path, customers: list[Row], contacts: list[Row]) -> None:
    with closing(sqlite3.connect(path)) as erp, erp:
        erp.executescript(_TABLES)
        erp.executemany(f"INSERT INTO kunde VALUES ({_gaps(customers)})", customers)  # noqa: S608
        erp.executemany(f"INSERT INTO ansprechpartner VALUES ({_gaps(contacts)})", contacts)  # noqa: S608


def _gaps(rows: list[Row]) -> str:
    return ", ".join("?" * len(rows[0]))


def _config(folder: Path, language: str) -> str:
    """The configuration as TOML; a JSON string is a TOML basic string as well (TOML 1.0, "String")."""
    template = Template((shipped("samples") / "demo" / "abgleich.toml").read_text(encoding="utf-8"))
    return template.substitute(
        language=language,
        state=json.dumps(str(folder / "state")),
        drop=json.dumps(str(folder / "drop")),
        export=json.dumps(str(folder / "export")),
        erp=json.dumps(f"sqlite:///{(folder / 'erp.sqlite').as_posix()}"),
    )
