"""The demo world: what is in it, that it is repeatable, and that it destroys nothing of somebody's."""

from __future__ import annotations

import csv
import json
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from processor.demo import build, drop_samples
from processor.demo.customers import CONTACTS, CUSTOMERS, PLACEHOLDER
from processor.demo.drops import DROPPED
from processor.demo.goldens import addresses, samples
from processor.errors import Misconfigured
from processor.settings import Settings
from processor.shipped import shipped

RESERVED = (".example", "example.com", "example.net", "example.org")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "Welt mit Leerzeichen"
    build(folder)
    drop_samples(folder)
    return folder


def ask(folder: Path, question: str) -> list[Any]:
    with closing(sqlite3.connect(folder / "erp.sqlite")) as erp:
        return erp.execute(question).fetchall()


def cells(folder: Path) -> list[str]:
    both = "SELECT email FROM kunde UNION ALL SELECT email FROM ansprechpartner"
    return [email for (email,) in ask(folder, both) if email]


def test_the_configuration_is_valid_and_names_the_tables_columns(world: Path) -> None:
    content = tomllib.loads((world / "abgleich.toml").read_text(encoding="utf-8"))
    settings = Settings.model_validate(content)
    assert settings.language == "de"
    for target in settings.erp.targets:
        columns = [*target.key, *target.email, target.flag.column, target.bounce.column, *target.also]
        names = ", ".join(f'"{name}"' for name in [*columns, *target.fields.values()])
        assert ask(world, f"SELECT {names} FROM {target.table} WHERE {target.where or '1 = 1'} LIMIT 1")


def test_the_language_can_be_chosen(tmp_path: Path) -> None:
    assert tomllib.loads(build(tmp_path, language="en").read_text(encoding="utf-8"))["language"] == "en"


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(world: Path, tmp_path: Path) -> None:
    build(tmp_path / "same")
    build(tmp_path / "other", seed=8)
    for table in ("kunde", "ansprechpartner"):
        everything = f"SELECT * FROM {table}"
        assert ask(tmp_path / "same", everything) == ask(world, everything)
        assert ask(tmp_path / "other", everything) != ask(world, everything)


def test_every_domain_is_reserved_for_examples(world: Path) -> None:
    domains = {cell.strip(" >\u00a0").rpartition("@")[2].lower() for cell in cells(world) if "@" in cell}
    strangers = {domain for domain in domains if domain and not domain.endswith(RESERVED)}
    assert strangers <= {address.rpartition("@")[2].lower() for address in addresses(shipped("samples") / "layouts")}


def test_the_disorder_of_real_address_columns_is_there(world: Path) -> None:
    assert len(ask(world, "SELECT * FROM kunde")) == CUSTOMERS
    assert len(ask(world, "SELECT * FROM ansprechpartner")) == CONTACTS
    found = cells(world)
    tidy = [cell.strip().lower() for cell in found]
    assert any(cell != cell.strip() for cell in found)
    assert any(cell.isupper() for cell in found)
    assert any("<" in cell for cell in found)
    assert any(not cell.rpartition("@")[2].isascii() for cell in found)
    assert found.count(PLACEHOLDER) > 20
    assert any(tidy.count(cell) > 1 for cell in tidy if cell.startswith("info@"))
    assert ask(world, "SELECT 1 FROM kunde WHERE email = ''")
    assert ask(world, "SELECT 1 FROM kunde WHERE email IS NULL")
    assert ask(world, "SELECT 1 FROM kunde WHERE newsletter = 'N' AND newsletter_grund <> ''")
    assert ask(world, "SELECT 1 FROM kunde WHERE geloescht = 1")
    flags = {flag for (flag,) in ask(world, "SELECT DISTINCT kein_newsletter FROM ansprechpartner")}
    assert flags == {0, 1, None}


def test_most_people_in_the_sample_files_are_customers_who_say_yes(world: Path) -> None:
    people = addresses(shipped("samples") / "layouts")
    assert people
    customers = set(cells(world))
    known = [address for address in people if address in customers]
    assert 0.65 * len(people) < len(known) < len(people)
    willing = {email for (email,) in ask(world, "SELECT email FROM kunde WHERE newsletter = 'J' AND geloescht = 0")}
    willing |= {email for (email,) in ask(world, "SELECT email FROM ansprechpartner WHERE kein_newsletter = 0")}
    assert set(known) <= willing


def test_every_sample_of_the_tour_is_dropped_where_its_golden_says(world: Path) -> None:
    layouts = [(path, place) for path, place in samples(shipped("samples") / "layouts") if path.name in DROPPED]
    assert sorted(path.name for path, _ in layouts) == sorted(DROPPED)
    for path, place in layouts:
        assert (world / "drop" / place / path.name).read_bytes() == path.read_bytes()


def test_the_long_list_names_more_willing_customers_than_the_guard_lets_pass(world: Path) -> None:
    with (world / "drop" / "Abmeldungen_gesamt.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))
    assert list(lines[0]) == ["E-Mail", "Grund", "Datum"]
    assert len({line["E-Mail"] for line in lines}) == 600 > 0.1 * (CUSTOMERS + CONTACTS)
    assert not {line["E-Mail"] for line in lines} & set(addresses(shipped("samples") / "layouts"))


def test_two_files_are_dropped_that_must_be_refused(world: Path) -> None:
    assert (world / "drop" / "Newsletter-Report.xls").read_bytes().startswith(b"<html")
    assert b"@" not in (world / "drop" / "Kassenbuch_Oktober.csv").read_bytes()


def test_a_demo_world_is_built_anew_over_the_old_one(tmp_path: Path) -> None:
    build(tmp_path)
    (tmp_path / "state" / "ledger.sqlite").write_text("old")
    (tmp_path / "notes.txt").write_text("mine")
    build(tmp_path)
    assert not (tmp_path / "state" / "ledger.sqlite").exists()
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_folder_of_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "thesis.txt").write_text("years of work")
    with pytest.raises(Misconfigured, match="demo_folder_taken"):
        build(tmp_path)
    assert (tmp_path / "export" / "thesis.txt").read_text() == "years of work"


def test_dropping_without_a_world_says_so(tmp_path: Path) -> None:
    (tmp_path / "drop" / "optouts").mkdir(parents=True)
    (tmp_path / "drop" / "bounces").mkdir()
    with pytest.raises(FileNotFoundError, match="build the demo world first"):
        drop_samples(tmp_path)


def test_a_rejected_or_a_total_line_makes_no_customer(tmp_path: Path) -> None:
    rows = [{"address": "a@example.com", "event": "optout"}, {"address": "b@@example.com", "event": "rejected"}]
    rows.append({"address": "Summe: 2", "event": "ignored"})
    (tmp_path / "optouts").mkdir()
    (tmp_path / "optouts" / "list.expected.json").write_text(json.dumps({"rows": [*rows, rows[0]]}))
    (tmp_path / "optouts" / "list.csv").write_text("a@example.com\n")
    (tmp_path / "README.md").write_text("no expected result, no sample\n")
    assert addresses(tmp_path) == ["a@example.com"]
    assert samples(tmp_path) == [(tmp_path / "optouts" / "list.csv", "optouts")]
