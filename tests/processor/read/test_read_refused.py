"""The bad gallery: each file that cannot be read gets its own reason, and every reason has words."""

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from processor.read import Limits

ROOT = Path(__file__).parents[3]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def ole(name: str) -> bytes:
    return OLE + b"Root Entry".ljust(1000, b"\0") + name.encode("utf-16-le") + bytes(1000)


TEXTS = {
    "empty": (b"", "empty_file", {}),
    "blank lines": (b"\r\n \r\n\t\r\n", "empty_file", {}),
    "byte order mark only": (b"\xef\xbb\xbf", "empty_file", {}),
    "header only": (b"E-Mail;Grund\r\n", "header_only", {"columns": ["E-Mail", "Grund"]}),
    "header and blank cells": (b"E-Mail;Grund\r\n;\r\n\r\n", "header_only", {"columns": ["E-Mail", "Grund"]}),
    "Sendy without records": (b"\n(0) Records Found!\n\n", "no_addresses", {}),
    "no address column": (b"Name;Ort\nAnna;Bern\n", "no_addresses", {}),
    "NUL bytes": (b"E-Mail;Grund\na@example.com;x\nb\0@example.com;y\n", "nul_bytes", {"line": 3}),
    "preallocated copy": (b"E-Mail;Grund\na@example.com;x\n" + bytes(3_000_000), "nul_bytes", {"line": 3}),
    "nothing but NUL": (bytes(5000), "nul_bytes", {"line": 1}),
    "50 MB in one line": (b"E-Mail\n" + b"a@b.example;" * 4_400_000, "line_too_long", {"line": 2, "limit": 1_000_000}),
    "open quote": (b'E-Mail;Grund\na@example.com;x\n"b@example.com;y\n', "unterminated_quote", {"line": 3}),
    "undefined bytes": (b"E-Mail;N\na@example.com;\xc3\xbc\nb@example.com;\x81\xe4\n", "unreadable_characters",
                        {"line": 3, "encoding": "utf-8+cp1252"}),
    "UTF-16 with a byte missing": ("E-Mail\na@example.com\n".encode("utf-16")[:-1], "unreadable_characters",
                                   {"line": 2, "encoding": "utf-16-le"}),
    "HTML named xls": (b"\n<html><body><table><tr><td>a@example.com</td></tr></table>", "html_not_table", {}),
    "HTML in UTF-16": ("<!DOCTYPE html><table>".encode("utf-16"), "html_not_table", {}),
    "XML spreadsheet of 2003": (b'<?xml version="1.0"?><Workbook>', "html_not_table", {}),
    "JSON": (b'[{"email": "a@example.com"}]', "not_a_list", {"looks_like": "JSON"}),
    "PDF": (b"%PDF-1.7\n%a@example.com", "not_a_list", {"looks_like": "PDF"}),
    "PNG": (b"\x89PNG\r\n\x1a\n....", "not_a_list", {"looks_like": "PNG"}),
    "JPEG": (b"\xff\xd8\xff\xe0....", "not_a_list", {"looks_like": "JPEG"}),
    "GZIP": (b"\x1f\x8b\x08....", "not_a_list", {"looks_like": "GZIP"}),
    "old Excel": (ole("Workbook"), "old_excel", {}),
    "encrypted workbook": (ole("EncryptedPackage"), "encrypted_workbook", {}),
    "old Word": (ole("WordDocument"), "not_a_list", {"looks_like": "Word"}),
    "a ZIP cut off": (b"PK\x03\x04" + bytes(200), "damaged_workbook", {}),
}  # fmt: skip

ARCHIVES = {
    "ZIP in ZIP": (
        {"inner.zip": b"PK\x05\x06" + bytes(18)},
        "zip_member",
        {"member": "inner.zip", "refused": ("zip_archive", {})},
    ),
    "OpenDocument text": (
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"},
        "not_a_list",
        {"looks_like": "OpenDocument"},
    ),
    "XLSB": ({"xl/workbook.bin": b"\0"}, "binary_workbook", {}),
    "Word": ({"word/document.xml": b"<a/>"}, "not_a_list", {"looks_like": "Word"}),
    "workbook without links": ({"xl/workbook.xml": b"<workbook/>"}, "damaged_workbook", {}),
    "workbook that is no XML": ({"xl/workbook.xml": b"hello"}, "damaged_workbook", {}),
    "document type": ({"xl/workbook.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><workbook/>"}, "suspicious_workbook", {}),
    "part outside": ({"xl/workbook.xml": b"<a/>", "../../etc/passwd": b"x"}, "suspicious_workbook", {}),
    "absolute part": ({"xl/workbook.xml": b"<a/>", "/etc/passwd": b"x"}, "suspicious_workbook", {}),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_that_cannot_be_read_gets_its_own_reason(name, refusal):
    data, code, facts = TEXTS[name]
    refused = refusal(data)
    assert (refused.code, refused.facts) == (code, facts)


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_that_cannot_be_read_gets_its_own_reason(name, refusal, pack):
    parts, code, facts = ARCHIVES[name]
    refused = refusal(pack(parts))
    assert (refused.code, refused.facts) == (code, facts)


def test_an_encrypted_part_is_told_from_a_damaged_one(workbook, refusal):
    data = bytearray(workbook({"Liste": [["E-Mail"], ["a@example.com"]]}))
    at = data.rindex(b"PK\x01\x02")  # the last directory entry: flags at offset 8
    data[at + 8] |= 1
    assert refusal(bytes(data)).code == "encrypted_workbook"


def test_two_directories_are_refused(workbook, refusal):
    data = workbook({"Liste": [["E-Mail"], ["a@example.com"]]})
    assert refusal(data + data).code == "suspicious_workbook"


def test_a_file_far_larger_than_any_workbook_is_not_even_opened(workbook, refusal):
    data = workbook({"Liste": [["E-Mail"], ["a@example.com"]]})
    assert refusal(data, Limits(parts_sum=len(data) - 1)).code == "workbook_too_big"


def test_an_empty_workbook_and_one_with_headers_only_are_told_apart(workbook, refusal):
    assert refusal(workbook({"A": []})).code == "empty_file"
    refused = refusal(workbook({"A": [["E-Mail", "Grund"]], "B": []}))
    assert (refused.code, refused.facts) == ("header_only", {"columns": ["E-Mail", "Grund"]})
    assert refusal(workbook({"A": [["Name"], ["Anna"]]})).code == "no_addresses"


def _codes(pattern: str) -> set[str]:
    sources = "".join(path.read_text("utf-8") for path in sorted((ROOT / "processor/read").glob("*.py")))
    return {code for found in re.findall(pattern, sources) for code in re.findall(r'"([a-z_]+)"', found)}


def test_every_code_has_words_in_both_languages_and_no_words_are_left_over():
    refused = tomllib.loads((ROOT / "templates/words/refused.toml").read_text("utf-8"))
    assert _codes(r'Refused\(\s*("[a-z_]+"(?: if \w+ else "[a-z_]+")?)') == set(refused)
    lines: dict[str, dict[str, str]] = {}
    for path in (ROOT / "templates/words").glob("line*.toml"):
        lines |= tomllib.loads(path.read_text("utf-8"))
    broken = {code: lines[code] for code in _codes(r"reject\([^\n]*")}
    assert set(broken) == {"ragged", "quotes", "formula_without_value"}
    facts = {"line", "limit", "limit_mb", "columns", "looks_like", "encoding", "member", "refused", "count", "text"}
    for code, sentences in {**refused, **broken}.items():
        gaps = {
            language: {gap for _, gap, _, _ in Formatter().parse(text) if gap} for language, text in sentences.items()
        }
        assert set(gaps) == {"en", "de"}, code
        assert gaps["en"] == gaps["de"] <= facts, code
