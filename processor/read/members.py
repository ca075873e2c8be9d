"""A ZIP archive of lists → the Tables of all its members, each under the name of its member."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO, cast
from zipfile import ZipInfo

from processor.domain.shown import shown
from processor.domain.table import Table
from processor.errors import Refused
from processor.read.archive import inflate, parts_of
from processor.read.container import container
from processor.read.limits import Limits
from processor.read.single import read_list

_LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_ENCRYPTED, _UNICODE = 0x1, 0x800  # flag bits, APPNOTE.TXT 4.4.4


def read_members(stream: BinaryIO, limits: Limits) -> tuple[Table, ...]:
    """Given a seekable stream of a ZIP of lists, return the tables of all members in the order of its directory.

    `sheet` is the member's file name, of a workbook "member › sheet"; `container` is "zip". What operating systems
    leave in archives is left out, and so are members with a header and nothing below it: Mailchimp writes one for
    each state, whether anybody is in it or not. Raise Refused as parts_of does, and: encrypted_archive,
    empty_archive, too_many_members (limit), header_only (columns) where all are, zip_member (member, refused: code
    and facts) where one cannot be read, since half an export must not pass for the whole.
    """
    members = _named(_members(parts_of(stream, limits), limits))
    if not members:
        raise Refused("empty_archive")
    room = _Room(limits)
    found: list[Table] = []
    heads: list[str] = []
    for name, info in members.items():
        try:
            found += _tables(name, _unpacked(stream, info, room), room)
        except Refused as refused:
            if refused.code != "header_only":
                raise Refused("zip_member", member=name, refused=(refused.code, refused.facts)) from refused
            heads += cast("list[str]", refused.facts["columns"])
    if not found:
        raise Refused("header_only", columns=heads)
    if len({table.sheet for table in found}) < len(found):
        raise Refused("suspicious_workbook")
    return tuple(found)


class _Room:
    """What all members together may still take: bytes inflated, also within workbooks, and cells of workbooks."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.bytes = limits.parts_sum
        self.cells = limits.area

    def take(self, parts: Mapping[str, ZipInfo]) -> None:
        """Count the parts of a workbook by the sizes it promises; inflating them proves these."""
        self.bytes -= sum(info.file_size for info in parts.values())
        if self.bytes < 0:
            raise Refused("workbook_too_big", limit_mb=self.limits.parts_sum >> 20)

    def lay_out(self, tables: tuple[Table, ...]) -> None:
        """Count the cells of a workbook's tables."""
        self.cells -= sum(len(table.lines) * len(table.columns) for table in tables)
        if self.cells < 0:
            raise Refused("too_many_cells", limit=self.limits.area)


def _members(parts: Mapping[str, ZipInfo], limits: Limits) -> dict[str, ZipInfo]:
    """Return the parts that somebody put there, by path; raise Refused where there are too many or locked ones."""
    members = {_path(path, info): info for path, info in parts.items() if not _litter(path)}
    if len(members) > limits.members:
        raise Refused("too_many_members", limit=limits.members)
    if any(info.flag_bits & _ENCRYPTED for info in members.values()):
        raise Refused("encrypted_archive")
    return members


def _litter(path: str) -> bool:
    *folders, name = path.split("/")
    return not name or name.lower() in _LITTER or name.startswith("._") or "__MACOSX" in folders


def _path(path: str, info: ZipInfo) -> str:
    """Return the path as it was meant: macOS writes UTF-8 without saying so, and it is taken for code page 437."""
    if not info.flag_bits & _UNICODE:
        try:
            return path.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return path


def _named(members: Mapping[str, ZipInfo]) -> dict[str, ZipInfo]:
    """Return the members by the name they are shown under: without folders where that is enough to tell them apart."""
    short = Counter(shown(path.rpartition("/")[2]) for path in members)
    named: dict[str, ZipInfo] = {}
    for path, info in members.items():
        name = shown(path.rpartition("/")[2])
        named[name if short[name] == 1 else shown(path)] = info
    if len(named) < len(members):  # no two places of a file may be shown alike
        raise Refused("suspicious_workbook")
    return named


def _unpacked(stream: BinaryIO, info: ZipInfo, room: _Room) -> io.BytesIO:
    """Return the member's bytes, counted while they come out."""
    unpacked = io.BytesIO()
    for piece in inflate(stream, info, room.limits, room.bytes):
        unpacked.write(piece)
    room.bytes -= info.file_size  # inflate has proven it
    return unpacked


def _tables(name: str, member: BinaryIO, room: _Room) -> Iterator[Table]:
    """Return the tables of a member under its name."""
    packed = container(member) == "zip"
    if packed:
        room.take(parts_of(member, room.limits))
    tables = read_list(member, room.limits)
    if packed:
        room.lay_out(tables)
    for table in tables:
        sheet = f"{name} › {shown(table.sheet, 60)}" if table.sheet else name
        yield replace(table, container="zip", sheet=sheet)
