"""Workbooks made to do harm are refused within 256 MB, before the parser sees them."""

import io
import random
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CHILD = """
import re, sys
from pathlib import Path
from processor.errors import Refused
from processor.read import read
try:
    with open(sys.argv[1], "rb") as stream:
        read(stream, "bomb.xlsx")
    print("read", end=" ")
except Refused as refused:
    print(refused.code, end=" ")
# The peak of this program alone: getrusage would count that of the parent it was forked from.
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""
OPEN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
CLOSE = b"</sheetData></worksheet>"
SHEET = "xl/worksheets/sheet1.xml"


def noise(size: int) -> bytes:
    """A comment that does not pack, so that what follows passes for honest."""
    return b"<!--" + random.Random(1).randbytes(size).hex().encode() + b"-->"


def many(piece: bytes, number: int, lead: bytes = b"") -> list[bytes]:
    block = piece * 10_000
    return [OPEN, lead, *[block] * (number // 10_000), CLOSE]


def entity(number: int) -> bytes:
    return f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">'.encode()


def cells(*places: str) -> list[bytes]:
    return [OPEN, *(f'<row><c r="{place}"><v>1</v></c></row>'.encode() for place in places), CLOSE]


BOMBS = {
    "one huge string": (many(b"A" * 100, 2_600_000), "suspicious_workbook"),
    "one huge string that does not pack": (many(b"A" * 100, 100_000, noise(400_000)), "suspicious_workbook"),
    "20 million empty rows": (many(b"<row/>", 20_000_000), "suspicious_workbook"),
    "empty rows behind noise": (many(b"<row/>", 9_000_000, noise(400_000)), "too_many_rows"),
    "cells without a place": (many(b"<c><v>1</v></c>", 4_000_000, noise(400_000) + b"<row>"), "too_many_columns"),
    "two cells a world apart": (cells("A1", "XFD1048576"), "too_many_columns"),
    "two cells a continent apart": (cells("A1", "BZZ200000"), "too_many_cells"),
    "nested without end": (many(b"<a>", 15_000_000, noise(400_000)), "suspicious_workbook"),
    "strings without end": (many(b"<si/>", 12_000_000, noise(400_000)), "suspicious_workbook"),
    "entities": (
        [b'<!DOCTYPE a [<!ENTITY a0 "aaaaaaaa">', *(entity(n) for n in range(1, 9)), b"]><a>&a8;</a>"],
        "suspicious_workbook",
    ),
}  # fmt: skip


def refused_in_a_child(data: bytes, folder: Path) -> tuple[str, int]:
    """Return the code and the peak memory in MB of a process that reads these bytes."""
    path = folder / "bomb.xlsx"
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    code, memory = done.stdout.split()
    return code, int(memory)


def packed_bomb(pieces: list[bytes], frame: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(frame)) as honest, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in honest.namelist():
            if name != SHEET:
                archive.writestr(name, honest.read(name))
        with archive.open(SHEET, "w") as part:
            for piece in pieces:
                part.write(piece)
    return buffer.getvalue()


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_little_memory(name, workbook, tmp_path):
    pieces, expected = BOMBS[name]
    code, memory = refused_in_a_child(packed_bomb(pieces, workbook({"Liste": [["E-Mail"]]})), tmp_path)
    assert code == expected
    assert memory < 256


def test_a_part_that_inflates_to_more_than_it_says_is_refused(workbook, tmp_path):
    honest = b"<a>" + b" " * 97
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(honest) + b"".join(packer.compress(b" " * 1_000_000) for _ in range(200)) + packer.flush()
    buffer = io.BytesIO(workbook({"Liste": [["E-Mail"], ["a@example.com"]]}))
    with zipfile.ZipFile(buffer, "a") as archive:
        info = zipfile.ZipInfo("xl/lies.xml")
        archive.writestr(info, packed)
    data = bytearray(buffer.getvalue())
    for signature, method, checksum in ((b"PK\x03\x04", 8, 14), (b"PK\x01\x02", 10, 16)):
        at = data.rindex(signature)
        struct.pack_into("<H", data, at + method, zipfile.ZIP_DEFLATED)
        struct.pack_into("<LLL", data, at + checksum, zlib.crc32(honest), len(packed), len(honest))
    code, memory = refused_in_a_child(bytes(data), tmp_path)
    assert code == "suspicious_workbook"
    assert memory < 256


def test_parts_without_end_are_refused_unread(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"xl/worksheets/a-rather-long-name-for-a-part-{number}.xml", b"")
    code, memory = refused_in_a_child(buffer.getvalue(), tmp_path)
    assert code == "suspicious_workbook"
    assert memory < 256


def test_the_sum_of_all_parts_is_limited(workbook, pack, unpack, tmp_path):
    blank = b"<!--" + b" " * 1_000_000 + b"-->"
    part = OPEN + noise(200_000) + blank * 30 + CLOSE
    parts = unpack(workbook({"Liste": [["E-Mail"], ["a@example.com"]]}))
    code, memory = refused_in_a_child(pack({**parts, **{f"xl/{n}.xml": part for n in range(9)}}), tmp_path)
    assert code == "workbook_too_big"
    assert memory < 256


def test_a_long_line_is_refused_in_little_memory(tmp_path):
    code, memory = refused_in_a_child(b"E-Mail\n" + b"a@example.com;" * 4_000_000, tmp_path)
    assert code == "line_too_long"
    assert memory < 256


def test_an_honest_large_workbook_is_read(workbook, tmp_path):
    body = [[f"person{n}@firma{n % 50}.example.com", "abgemeldet", n] for n in range(20_000)]
    code, _ = refused_in_a_child(workbook({"Liste": [["E-Mail", "Grund", "Nr"], *body]}), tmp_path)
    assert code == "read"
