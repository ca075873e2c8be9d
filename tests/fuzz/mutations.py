"""Makes a broken file out of a good one: by bytes, by lines, by cells, and inside the members of what is packed."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Sequence
from typing import NamedTuple

from tests.fuzz.nasty import NUMBERS, WORDS
from tests.processor.dress import SAMPLES, folder_of, opendocument, workbook, zipped
from tests.processor.gallery import meanings, packed, texts

_MOST = 200_000
"""Bytes of a file worth mutating; larger ones only cost time."""


class Seed(NamedTuple):
    """A file that has a verdict, under the name and in the folder it was dropped."""

    data: bytes
    name: str
    folder: str


def seeds() -> list[Seed]:
    """All samples and the smaller files of the gallery, always in the same order."""
    files = sorted(path for path in SAMPLES.rglob("*") if path.is_file() and not path.name.endswith(".expected.json"))
    found = [Seed(path.read_bytes(), path.name, folder_of(path)) for path in files]
    rooms = (texts.TRUNCATED, texts.FOREIGN, packed.ARCHIVES, meanings.SUBSCRIBERS, meanings.FLAGS)
    cases = [case for room in rooms for case in room.values() if isinstance(case.data, bytes)]
    cases += [*meanings.COLUMNS.values(), *meanings.ADDRESSES.values()]
    found += [Seed(case.bytes, case.name, case.folder) for case in cases if 0 < len(case.bytes) < _MOST]
    return [*found, Seed(zipped(packed.by_hand()), "mappe.xlsx", "")]


def mutant(dice: random.Random, pool: Sequence[Seed]) -> Seed:
    """Return a seed after one to four accidents; which, the dice say."""
    seed = dice.choice(pool)
    data = seed.data
    for _ in range(dice.choice((1, 1, 2, 2, 3, 4))):
        if data[:2] == b"PK" and dice.random() < 0.8:
            data = _inside(dice, data, pool)
        else:
            data = dice.choice(_WAYS)(dice, data, pool)
        data = data[:_MOST]
    folder = dice.choice((seed.folder, seed.folder, "", "optouts", "bounces"))
    return Seed(data, dice.choice((seed.name, seed.name, dice.choice(pool).name)), folder)


def _flip(dice: random.Random, data: bytes, _: Sequence[Seed]) -> bytes:
    out = bytearray(data or b"x")
    for _ in range(dice.choice((1, 1, 3, 20))):
        out[dice.randrange(len(out))] = dice.choice(
            (0, 10, 13, 34, 44, 59, 9, 64, 92, 128, 195, 255, dice.randrange(256))
        )
    return bytes(out)


def _cut(dice: random.Random, data: bytes, _: Sequence[Seed]) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def _take_out(dice: random.Random, data: bytes, _: Sequence[Seed]) -> bytes:
    start = dice.randrange(len(data) + 1)
    return data[:start] + data[start + dice.choice((1, 2, 7, 50, 500)) :]


def _put_in(dice: random.Random, data: bytes, pool: Sequence[Seed]) -> bytes:
    at = dice.randrange(len(data) + 1)
    other = dice.choice(pool).data
    start = dice.randrange(len(other) + 1)
    piece = dice.choice(
        (
            dice.randbytes(dice.randrange(40)),
            dice.choice(WORDS).encode(),
            bytes(dice.randrange(600)),
            other[start : start + 200],
        )
    )
    return data[:at] + piece + data[at:]


def _repeat(dice: random.Random, data: bytes, _: Sequence[Seed]) -> bytes:
    start = dice.randrange(len(data) + 1)
    piece = data[start : start + dice.choice((1, 10, 100))]
    return data[:start] + piece * dice.choice((2, 3, 300)) + data[start:]


def _recode(dice: random.Random, data: bytes, _: Sequence[Seed]) -> bytes:
    text = data.decode(dice.choice(("utf-8", "cp1252", "utf-16", "latin-1")), "replace")
    return text.encode(
        dice.choice(("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252", "cp850", "utf-32", "utf-7")), "replace"
    )


def _lines(dice: random.Random, data: bytes, pool: Sequence[Seed]) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    at, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    foreign = dice.choice(pool).data.splitlines(keepends=True) or [b""]
    match dice.randrange(8):
        case 0:
            del lines[at]
        case 1:
            lines[at], lines[other] = lines[other], lines[at]
        case 2:
            lines.insert(at, lines[other])
        case 3:
            lines[at] = lines[at].rstrip(b"\r\n")
        case 4:
            lines.insert(at, dice.choice((b"\n", b"\r", b" \r\n", b"\x1a", b"\x85", b"\xe2\x80\xa8")))
        case 5:
            lines.insert(at, dice.choice(foreign))
        case 6:
            dice.shuffle(lines)
        case _:
            lines[at] = lines[at][: dice.randrange(len(lines[at]) + 1)]
    return b"".join(lines)


def _cells(dice: random.Random, data: bytes, pool: Sequence[Seed]) -> bytes:
    lines = data.split(b"\n")
    mark = max((b";", b",", b"\t", b"|"), key=data.count)
    rows = [line.split(mark) for line in lines]
    row, width = dice.choice(rows), max(map(len, rows))
    place = dice.randrange(len(row))
    match dice.randrange(6):
        case 0:
            row[place] = dice.choice(WORDS).encode("utf-8", "replace")
        case 1:
            del row[place]
        case 2:
            row.insert(place, dice.choice(row))
        case 3:
            rows[0][dice.randrange(len(rows[0]))] = dice.choice(WORDS).encode("utf-8", "replace")
        case 4:
            at, other = dice.randrange(width), dice.randrange(width)
            for each in rows:
                if max(at, other) < len(each):
                    each[at], each[other] = each[other], each[at]
        case _:
            word = dice.choice(WORDS).encode("utf-8", "replace")
            for each in rows[1:]:
                if place < len(each):
                    each[place] = word
    return (
        b"\n".join(dice.choice((mark, mark, mark, b"^", b":", b";")).join(row) for row in rows)
        if dice.random() < 0.1
        else b"\n".join(map(mark.join, rows))
    )


def _pack(dice: random.Random, data: bytes, _: Sequence[Seed]) -> bytes:
    """Put the file into an archive, or its cells into a workbook."""
    kind = dice.randrange(4)
    if kind < 2:
        return zipped(
            {
                dice.choice(("liste.csv", "a/b.csv", "../x.csv", "x" * 300, "Abmeldungen.csv")): data,
                **({"b.csv": data} if kind else {}),
            }
        )
    rows = [line.split(";") for line in data.decode("cp1252", "replace").splitlines()[:50]]
    rows = [["".join(sign for sign in cell if sign >= " ")[:3000] for cell in row[:30]] for row in rows]
    return opendocument({"Tabelle1": rows}) if kind == 2 else workbook({"Tabelle1": rows})


def _inside(dice: random.Random, data: bytes, pool: Sequence[Seed]) -> bytes:
    """Break one member of an archive or one part of a workbook and pack it anew, so that all checksums are right."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist() if info.file_size < _MOST}
    except Exception:  # it is broken already
        return dice.choice(_WAYS[:5])(dice, data, pool)
    if not parts:
        return dice.choice(_WAYS[:5])(dice, data, pool)
    telling = [
        name
        for name in parts
        if name.endswith(("sheet1.xml", "sharedStrings.xml", "content.xml", ".csv", "workbook.xml"))
    ]
    name = dice.choice(telling or list(parts))
    match dice.randrange(8):
        case 0:
            del parts[name]
        case 1:
            parts[dice.choice(("x.csv", "../x", "/x", "a\\b.csv", "mimetype", "xl/workbook.bin", name.upper()))] = (
                dice.choice(pool).data
            )
        case 2 | 3:
            parts[name] = _number(dice, parts[name])
        case 4:
            parts[name] = parts[name].replace(
                b"<", dice.choice((b"<!--", b"<a><", b"<x:", b"&lt;")), dice.choice((1, 3))
            )
        case _:
            parts[name] = dice.choice(_WAYS)(dice, parts[name], pool)
    try:
        return zipped(parts)
    except ValueError:  # a name no archive can hold
        return data


def _number(dice: random.Random, data: bytes) -> bytes:
    """Replace a number by one that is hard to bear: counts, references, styles, dates."""
    places = [at for at, sign in enumerate(data) if 48 <= sign <= 57]
    if not places:
        return data
    at = dice.choice(places)
    number = dice.choice(NUMBERS)
    return data[:at] + number + data[at + 1 :]


_WAYS: tuple[Callable[[random.Random, bytes, Sequence[Seed]], bytes], ...] = (
    _flip,
    _cut,
    _take_out,
    _put_in,
    _repeat,
    _recode,
    _lines,
    _lines,
    _cells,
    _cells,
    _cells,
    _pack,
)
