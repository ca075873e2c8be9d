"""ZIP archives: member by member, each under its name; one that cannot be read refuses them all."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import replace

import pytest

from processor.read import Limits, read
from processor.report.words import Words
from processor.shipped import shipped

LIST = b"E-Mail;Grund\r\na@example.com;abgemeldet\r\n"
HEAD = b"E-Mail;Grund\r\n"


def sheets(data: bytes, limits: Limits | None = None) -> list[str]:
    return [table.sheet for table in read(io.BytesIO(data), "x.csv", limits or Limits())]


def test_each_member_is_a_table_under_its_name(pack, workbook, rows):
    book = workbook({"Abmeldungen": [["E-Mail"], ["b@example.com"]], "Bounces": [["E-Mail"], ["c@example.com"]]})
    tables = read(io.BytesIO(pack({"Export/aus.csv": LIST, "liste.txt": b"d@example.com\n", "buch.xlsx": book})), "x")
    assert [(table.sheet, table.container, table.lines) for table in tables] == [
        ("aus.csv", "zip", [2]),
        ("liste.txt", "zip", [1]),
        ("buch.xlsx › Abmeldungen", "zip", [2]),
        ("buch.xlsx › Bounces", "zip", [2]),
    ]
    assert rows(tables[0]) == [("a@example.com", "abgemeldet")]


def test_a_workbook_packed_without_compression_is_read(workbook):
    """Packers store what is compressed already; the workbook's own end record then lies open among the data."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("buch.xlsx", workbook({"A": [["E-Mail"], ["a@example.com"]]}))
        archive.writestr("aus.csv", LIST)
    assert sheets(out.getvalue()) == ["buch.xlsx › A", "aus.csv"]


def test_a_workbook_with_a_second_end_record_among_its_data_or_after_its_directory_is_refused(workbook, pack, refusal):
    out = io.BytesIO(workbook({"A": [["E-Mail"], ["a@example.com"]]}))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("docProps/x.zip", pack({"aus.csv": LIST}), zipfile.ZIP_STORED)
    assert refusal(out.getvalue()).code == "suspicious_workbook"
    end = b"PK\x05\x06" + bytes(18)
    data = bytearray(pack({"aus.csv": LIST}))
    struct.pack_into("<H", data, len(data) - 2, len(end))  # the second one as a comment of the first
    assert refusal(bytes(data) + end).code in ("suspicious_workbook", "damaged_workbook")


def test_what_systems_leave_in_archives_is_left_out(pack):
    litter = ["__MACOSX/._aus.csv", "a/__MACOSX/x.csv", "._aus.csv", ".DS_Store", "a/Thumbs.db", "a/", "desktop.ini"]
    assert sheets(pack({**dict.fromkeys(litter, b"\0\5"), "aus.csv": LIST})) == ["aus.csv"]


def test_members_of_one_name_are_told_apart_by_their_folders(pack):
    assert sheets(pack({"2024/aus.csv": LIST, "2025/aus.csv": LIST, "ein.csv": LIST})) == [
        "2024/aus.csv",
        "2025/aus.csv",
        "ein.csv",
    ]


def test_two_members_that_would_be_shown_alike_are_refused(pack, refusal):
    names = ["a" * 200 + end for end in ("1.csv", "2.csv")]
    assert refusal(pack(dict.fromkeys(names, LIST))).code == "suspicious_workbook"


def test_a_name_is_harmless_to_show_and_short_enough_to_keep(pack, workbook):
    (name,) = sheets(pack({"\x1b[2J\u202egsc" + "ü" * 300 + ".csv": LIST}))
    assert name.startswith("\\x1b[2J\\u202egsc")
    assert name.isprintable()
    assert len(name) == 120
    (name,) = sheets(pack({"m" * 300 + ".xlsx": workbook({"s" * 31: [["E-Mail"], ["a@example.com"]]})}))
    assert len(name) <= 200


def test_a_name_in_utf_8_that_does_not_say_so_is_read_as_meant(pack):
    """As macOS writes it: the bytes of UTF-8, without the flag that says so."""
    assert sheets(pack({"RXXcklYYufer.csv": LIST}).replace(b"RXXcklYYufer", "Rückläufer".encode())) == [
        "Rückläufer.csv"
    ]


def test_a_member_with_a_header_only_is_left_out_unless_all_are(pack, refusal):
    assert sheets(pack({"cleaned.csv": HEAD, "unsubscribed.csv": LIST})) == ["unsubscribed.csv"]
    refused = refusal(pack({"cleaned.csv": HEAD, "unsubscribed.csv": b"Mail\r\n"}))
    assert (refused.code, refused.facts) == ("header_only", {"columns": ["E-Mail", "Grund", "Mail"]})


BAD = {
    "a picture": (b"\x89PNG\r\n\x1a\n....", ("not_a_list", {"looks_like": "PNG"})),
    "nothing": (b"", ("empty_file", {})),
    "a text": (b"Bitte lesen\n", ("no_addresses", {})),
    "an open quote": (LIST + b'"b@example.com;x\n', ("unterminated_quote", {"line": 3})),
    "half a workbook": (b"PK\x03\x04" + bytes(200), ("damaged_workbook", {})),
}


@pytest.mark.parametrize("what", BAD)
def test_a_member_that_cannot_be_read_refuses_the_whole_archive_by_its_name(what, pack, refusal):
    data, reason = BAD[what]
    refused = refusal(pack({"gut.csv": LIST, "tief/schlecht.csv": data}))
    assert (refused.code, refused.facts) == ("zip_member", {"member": "schlecht.csv", "refused": reason})
    for language in ("en", "de"):
        words = Words.load(language, [shipped("templates")])
        told = words.say(f"refused.{refused.code}", **refused.facts)
        assert words.say(f"refused.{reason[0]}", **reason[1]) in told
        assert "schlecht.csv" in told
        assert not words.missing


def test_an_archive_cut_off_anywhere_is_refused(pack, refusal):
    data = pack({"aus.csv": LIST, "ein.csv": LIST})
    for size in range(4, len(data), 3):
        assert refusal(data[:size]).code in ("damaged_workbook", "suspicious_workbook")


@pytest.mark.parametrize("name", ["/etc/x.csv", "../x.csv", "a/../../x.csv", "C:/x.csv", "..\\x.csv"])
def test_a_name_that_leads_out_of_the_archive_is_refused(name, pack, refusal):
    assert refusal(pack({"gut.csv": LIST, name: LIST})).code == "suspicious_workbook"


def test_a_locked_member_refuses_the_archive_with_words_of_its_own(pack, refusal):
    data = bytearray(pack({"aus.csv": LIST}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", data, data.index(signature) + at, 0x1)
    assert refusal(bytes(data)).code == "encrypted_archive"


def test_an_archive_without_lists_is_refused(pack, refusal):
    assert refusal(pack({})).code == "empty_archive"
    assert refusal(pack({"__MACOSX/._x": b"x"})).code == "empty_archive"


def test_too_many_members_are_refused_unread(pack, refusal):
    refused = refusal(pack({f"{n}.csv": b"\0" for n in range(51)}))
    assert (refused.code, refused.facts) == ("too_many_members", {"limit": 50})


def test_a_member_packed_tighter_than_any_list_is_refused(pack, refusal):
    refused = refusal(pack({"aus.csv": LIST + b"a" * 40_000_000}))
    assert refused.facts == {"member": "aus.csv", "refused": ("suspicious_workbook", {})}


def test_the_sum_of_all_members_is_limited(pack, refusal):
    """Each would be read alone; all together are more than any one file may unpack to."""
    text = b"E-Mail\n" + b"".join(b"person%d@example.com\n" % n for n in range(40_000))
    limits = replace(Limits(), parts_sum=2 << 20)
    assert sheets(pack({"1.csv": text}), limits) == ["1.csv"]
    refused = refusal(pack({f"{n}.csv": text for n in range(3)}), limits)
    assert refused.facts == {"member": "2.csv", "refused": ("workbook_too_big", {"limit_mb": 2})}


def test_what_the_workbooks_in_an_archive_unpack_to_counts_as_well(pack, workbook, refusal):
    book = workbook({"A": [["E-Mail"], *([f"person{n}@example.com"] for n in range(9_000))]})
    limits = replace(Limits(), parts_sum=1 << 20)
    assert sheets(pack({"1.xlsx": book}), limits) == ["1.xlsx › A"]
    refused = refusal(pack({f"{n}.xlsx": book for n in range(3)}), limits)
    assert refused.facts["refused"] == ("workbook_too_big", {"limit_mb": 1})


def test_the_cells_of_all_workbooks_in_an_archive_are_limited_together(pack, workbook, refusal):
    book = workbook({"A": [["E-Mail"], *([f"person{n}@example.com"] for n in range(60))]})
    limits = replace(Limits(), area=100)
    assert sheets(pack({"1.xlsx": book}), limits) == ["1.xlsx › A"]
    refused = refusal(pack({"1.xlsx": book, "2.xlsx": book}), limits)
    assert refused.facts == {"member": "2.xlsx", "refused": ("too_many_cells", {"limit": 100})}
