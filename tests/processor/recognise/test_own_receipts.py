"""What abgleich itself wrote is no news."""

from __future__ import annotations

import tomllib
from datetime import UTC
from pathlib import Path

import pytest

from processor.domain.table import Table
from processor.errors import Refused
from processor.recognise import OWN_HEADINGS, recognise


@pytest.mark.parametrize("name", ["x.K3F9A2ZZ.rows.csv", "x.K3F9A2ZZ.receipt.txt", "X.WHY.TXT"])
@pytest.mark.parametrize("folder", ["", "optouts", "bounces"])
def test_a_receipt_dropped_back_is_refused_wherever_it_lies(name: str, folder: str) -> None:
    columns = (("anna@example.com",), ("opt-out",))
    table = Table(container="csv", header=("Address", "Event"), columns=columns, lines=(2,))
    with pytest.raises(Refused, match="own_receipt"):
        recognise([table], name, folder, UTC)


@pytest.mark.parametrize("name", ["b.rows - Kopie.csv", "Kopie von x.csv", "Abmeldungen.csv", "x.rows(1).csv"])
@pytest.mark.parametrize(
    "header",
    [
        ("Zeile", "Adresse", "Ereignis", "Ergebnis", "Was genau", "Hinweis", "Grund laut Datei"),
        ("Line", "Address", "Event", "Outcome", "What exactly", "Advice", "Reason in the file"),
    ],
)
def test_our_own_list_of_lines_is_known_by_its_headings_under_any_name(name: str, header: tuple[str, ...]) -> None:
    columns = (("2",), ("anna@example.com",), ("Abmeldung",), ("angewendet",), ("",), ("",), ("abgemeldet",))
    table = Table(container="csv", header=header, columns=columns, lines=(2,))
    with pytest.raises(Refused, match="own_receipt"):
        recognise([table], name, "optouts", UTC)


@pytest.mark.parametrize("name", ["x.receipt - Kopie.txt", "x.why (2).txt", "X.RECEIPT (1).TXT"])
def test_a_copied_receipt_is_refused_too(name: str) -> None:
    table = Table(container="csv", header=("E-Mail",), columns=(("anna@example.com",),), lines=(2,))
    with pytest.raises(Refused, match="own_receipt"):
        recognise([table], name, "optouts", UTC)


def test_the_headings_we_know_our_own_lists_by_are_those_we_write() -> None:
    words = Path(__file__).parents[3] / "templates" / "words" / "receipt.toml"
    written = tomllib.loads(words.read_text(encoding="utf-8"))
    columns = [written[f"column_{name}"] for name in ("outcome", "detail", "advice")]
    assert {language: tuple(column[language] for column in columns) for language in ("de", "en")} == dict(
        zip(("de", "en"), OWN_HEADINGS, strict=True)
    )
