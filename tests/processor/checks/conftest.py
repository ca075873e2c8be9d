"""A small healthy world that each test breaks in its own way."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from processor.checks import as_dict, check
from processor.checks.finding import Finding
from processor.report.words import Words
from processor.settings import Settings
from processor.shipped import shipped

Document = dict[str, Any]


@pytest.fixture
def world(tmp_path: Path) -> Document:
    """Folders, an ERP with two tables, and the configuration for them, to be spoilt."""
    for name in ("drop", "export"):
        (tmp_path / name).mkdir()
    (tmp_path / "state").mkdir(mode=0o700)
    with closing(sqlite3.connect(tmp_path / "erp.sqlite")) as erp, erp:
        erp.executescript(
            "CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT, news TEXT, bad INTEGER, first TEXT);"
            "CREATE TABLE contacts (id INTEGER PRIMARY KEY, email TEXT, nonews INTEGER);"
            "INSERT INTO customers VALUES (1, 'a@example.com', 'Y', 0, 'Ann'), (2, 'b@example.com', 'N', 0, 'Bo');"
            "INSERT INTO contacts VALUES (1, 'c@example.com', 0);"
        )
    customers = {
        "name": "customers",
        "table": "customers",
        "key": ["id"],
        "email": ["email"],
        "flag": {"column": "news", "yes": ["Y"], "no": "N"},
        "bounce": {"action": "mark", "column": "bad", "value": 1},
        "fields": {"first_name": "first"},
    }
    contacts = {
        "name": "contacts",
        "table": "contacts",
        "key": ["id"],
        "email": ["email"],
        "flag": {"column": "nonews", "yes": [0], "no": 1},
    }
    return {
        "state": tmp_path / "state",
        "dropzone": {"folder": tmp_path / "drop"},
        "erp": {"url": f"sqlite:///{tmp_path / 'erp.sqlite'}", "targets": [customers, contacts]},
        "export": {"folder": tmp_path / "export", "columns": {"EMAIL": "{email}", "FIRST": "first_name"}},
        "mail": {},
    }


class Found(dict[str, Finding]):
    """Findings by code."""

    @property
    def errors(self) -> set[str]:
        return {code for code, finding in self.items() if finding.level == "error"}


@pytest.fixture(scope="session")
def both() -> list[Words]:
    """Our own words in both languages."""
    return [Words.load(language, [shipped("templates")]) for language in ("en", "de")]


@pytest.fixture
def found(both: list[Words]) -> Callable[[Mapping[str, Any]], Found]:
    """Check a world and return its findings by code; every one must have words in both languages."""

    def found(document: Mapping[str, Any]) -> Found:
        settings = Settings.model_validate(document)
        findings = list(check(settings, now=lambda: datetime.now(UTC)))
        for words in both:
            words.missing.clear()
            texts = [as_dict(finding, words)["text"] for finding in findings]
            assert not words.missing
            assert all(text and "check." not in text for text in texts)
        return Found((finding.code, finding) for finding in findings)

    return found
