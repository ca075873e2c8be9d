"""The members of an archive mean what they mean alone; what they are called speaks for them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from processor.domain.batch import Batch
from processor.errors import Refused
from processor.read import read
from processor.recognise import json_lines, recognise

SAMPLES = Path(__file__).parents[3] / "samples" / "layouts"
TEXTS = sorted(path for path in SAMPLES.rglob("*") if path.suffix in (".csv", ".txt", ".dat"))
LIST = b"E-Mail;Name\r\nanna@example.com;Anna\r\n"


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def taken(data: bytes, name: str, folder: str = "") -> Batch:
    return recognise(read(io.BytesIO(data), name), name, folder, ZoneInfo("Europe/Berlin"))


def events(batch: Batch) -> list[Any]:
    return list(json_lines(batch))


def workbook(sheets: Mapping[str, list[list[str]]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(out)
    return out.getvalue()


def opendocument(rows: list[list[str]]) -> bytes:
    spaces = " ".join(
        f'xmlns:{of}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"' for of in ("office", "table", "text")
    )
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows)
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b'<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "content.xml": f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="Tabelle1">{lines}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>".encode(),
        }
    )


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(SAMPLES)))
def test_a_list_in_an_archive_means_what_it_means_alone(path: Path) -> None:
    folder = "" if path.parent == SAMPLES else path.parent.name
    alone = taken(path.read_bytes(), path.name, folder)
    within = taken(zipped({f"Export/{path.name}": path.read_bytes()}), "Paket.zip", folder)
    assert (within.layout, events(within)) == (alone.layout, events(alone))
    assert set(within.rows["sheet"]) == {path.name}


def test_the_same_rows_as_text_as_workbooks_and_as_archives_of_them_give_the_same_events() -> None:
    rows = [
        ["E-Mail", "Grund", "Datum"],
        ["anna@example.com", "abgemeldet", "2024-05-01 08:00:00"],
        ["bernd@example.de", "Spam-Beschwerde", "2024-05-02 09:00:00"],
        ["kaputt", "abgemeldet", ""],
    ]
    text = "".join(";".join(row) + "\r\n" for row in rows).encode()
    book = workbook({"Tabelle1": rows})
    expected = events(taken(text, "Abmeldungen.csv"))
    assert [row["event"] for row in expected] == ["optout", "complaint", "rejected"]
    for data, name in (
        (book, "Abmeldungen.xlsx"),
        (opendocument(rows), "Abmeldungen.ods"),
        (zipped({"Abmeldungen.csv": text}), "Paket.zip"),
        (zipped({"Abmeldungen.xlsx": book}), "Paket.zip"),
        (zipped({"Abmeldungen.ods": opendocument(rows)}), "Paket.zip"),
    ):
        assert events(taken(data, name)) == expected


def test_each_state_of_an_audience_is_claimed_by_its_own_layout() -> None:
    """Four members of opposite meaning; of two the columns are the same and only the member's name tells."""
    names = {kind: f"{kind}_email_audience_export_5d2c1f90aa.csv" for kind in ("subscribed", "unsubscribed", "cleaned")}
    members = {name: (SAMPLES / name).read_bytes() for name in names.values()}
    never = "nonsubscribed_email_audience_export_5d2c1f90aa.csv"
    batch = taken(zipped({**members, never: members[names["subscribed"]]}), "audience_export_5d2c1f90aa.zip")
    told = {sheet: set(rows["event"]) - {"rejected"} for sheet, rows in batch.rows.groupby("sheet")}
    assert told == {
        names["subscribed"]: {"subscribed"},
        names["unsubscribed"]: {"optout", "complaint"},
        names["cleaned"]: {"bounce"},
        never: {"ignored"},
    }
    for name, data in members.items():
        rows = batch.rows[batch.rows["sheet"] == name]
        alone = taken(data, name).rows
        assert rows["event"].tolist() == alone["event"].tolist()
        assert rows["canonical"].tolist() == alone["canonical"].tolist()


def test_a_member_whose_name_contradicts_its_columns_refuses_the_archive() -> None:
    wrong = (SAMPLES / "subscribed_email_audience_export_5d2c1f90aa.csv").read_bytes()
    right = (SAMPLES / "cleaned_email_audience_export_5d2c1f90aa.csv").read_bytes()
    data = zipped({"unsubscribed_email_audience_export_1.csv": wrong, "cleaned_email_audience_export_1.csv": right})
    with pytest.raises(Refused) as refusal:
        taken(data, "audience_export.zip")
    assert refusal.value.code == "name_against_columns"
    assert refusal.value.facts["place"] == "audience_export.zip › unsubscribed_email_audience_export_1.csv"


def test_the_name_of_an_archive_does_not_speak_for_one_of_several_members() -> None:
    with pytest.raises(Refused) as refusal:
        taken(zipped({"Abmeldungen.csv": LIST, "Kontakte.csv": LIST}), "Abmeldungen.zip")
    assert refusal.value.code == "sheet_without_meaning"
    assert refusal.value.facts["sheet"] == "Kontakte.csv"


def test_the_names_of_members_speak_for_lists_without_words() -> None:
    batch = taken(zipped({"Abmeldungen.csv": LIST, "Rückläufer.csv": LIST}), "Mai.zip")
    assert batch.rows["event"].tolist() == ["optout", "bounce"]


def test_the_name_of_a_workbook_in_an_archive_does_not_speak_for_a_sheet_with_a_name_of_its_own() -> None:
    rows = [["E-Mail"], ["anna@example.com"]]
    with pytest.raises(Refused) as refusal:
        taken(zipped({"Abmeldungen.xlsx": workbook({"Abmeldungen": rows, "Kunden": rows})}), "Mai.zip")
    assert refusal.value.code == "sheet_without_meaning"
    batch = taken(zipped({"Abmeldungen.xlsx": workbook({"Tabelle1": rows, "Tabelle2": rows})}), "Mai.zip")
    assert batch.rows["event"].tolist() == ["optout", "optout"]


def test_our_own_receipt_in_an_archive_is_no_list() -> None:
    with pytest.raises(Refused) as refusal:
        taken(zipped({"Abmeldungen.csv": LIST, "Abmeldungen.receipt.txt": b"anna@example.com\n"}), "Mai.zip")
    assert refusal.value.code == "own_receipt"


def test_the_receipt_names_the_members() -> None:
    data = zipped({"Abmeldungen.csv": LIST, "Rückläufer.csv": LIST})
    shape = taken(data, "Mai.zip").shape
    assert shape["container"] == "zip"
    assert shape["sheets"] == ["Abmeldungen.csv", "Rückläufer.csv"]
