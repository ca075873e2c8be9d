"""A packed workbook or an archive of lists → its parts, inflated under our own eyes before anybody else opens it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from processor.errors import Refused
from processor.read.limits import Limits

_CHUNK = 1 << 16
_DIRECTORY = 1 << 20  # bytes; 200 parts need a tenth of it
_END = b"PK\x05\x06"
_END_SIZE = 22
_COMMENT = 65535
_WORKBOOK = frozenset({"xl/workbook.xml", "xl/workbook.bin", "mimetype", "content.xml"})


class _Sober(io.BufferedReader):
    """A stream that refuses to read a giant at once: zipfile would load a directory of any size."""

    def read(self, size: int | None = -1, /) -> bytes:
        enough = size is not None and 0 <= size <= _DIRECTORY
        data = super().read(size if enough else _DIRECTORY + 1)
        if len(data) > _DIRECTORY:
            raise Refused("suspicious_workbook")
        return data


def parts_of(stream: BinaryIO, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    """Given a seekable stream, return the parts listed in its directory by name; nothing is inflated yet.

    Raise Refused: damaged_workbook (cut off or scrambled), suspicious_workbook (two directories, too many parts),
    workbook_too_big.
    """
    if stream.seek(0, io.SEEK_END) > limits.parts_sum:
        raise Refused("workbook_too_big", limit_mb=limits.parts_sum >> 20)
    directory, before = _directory(stream)
    sober = _Sober(stream)  # type: ignore[arg-type]  # a BinaryIO has what it needs
    try:
        with zipfile.ZipFile(sober) as archive:
            listed, start = archive.infolist(), archive.start_dir
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error):
        raise Refused("damaged_workbook") from None
    finally:
        sober.detach()
    if directory not in (start, 0xFFFFFFFF):
        raise Refused("suspicious_workbook")
    parts = {info.orig_filename.replace("\\", "/"): info for info in listed}
    if before >= start or (before >= 0 and not _WORKBOOK.isdisjoint(parts)):
        raise Refused("suspicious_workbook")
    if len(listed) > limits.parts or len(parts) < len(listed) or not all(map(_safe, parts)):
        raise Refused("suspicious_workbook")
    return parts


def _directory(stream: BinaryIO) -> tuple[int, int]:
    """Return where the last end record says the directory starts, and where the end record before it is, -1 for none.

    Two in a workbook are refused: which one counts would differ from reader to reader, and then what we weighed is not
    what gets parsed (APPNOTE.TXT 4.3.16 describes the record). An archive, which only we open, may hold a workbook as
    it is, with an end record of its own among the data.
    """
    stream.seek(0, io.SEEK_END)
    begin = stream.seek(max(0, stream.tell() - _END_SIZE - _COMMENT))
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise Refused("damaged_workbook")
    start: int = struct.unpack_from("<L", tail, at + 16)[0]
    before = tail.rfind(_END, 0, at)
    return start, begin + before if before >= 0 else -1


def _safe(name: str) -> bool:
    return not name.startswith("/") and ":" not in name and "\0" not in name and ".." not in name.split("/")


def inflate(stream: BinaryIO, info: zipfile.ZipInfo, limits: Limits, room: int) -> Iterator[bytes]:
    """Yield a part's bytes in small pieces, counting what really comes out and not what the directory promises.

    `room`: bytes that all parts together may still have. Raise Refused: encrypted_workbook, workbook_too_big,
    suspicious_workbook (packed tighter than any spreadsheet program can), damaged_workbook.
    """
    if info.flag_bits & 0x1:
        raise Refused("encrypted_workbook")
    size = checksum = 0
    ceiling = min(limits.part, room)
    for piece, packed in _pieces(_packed(stream, info), info.compress_type):
        size += len(piece)
        checksum = zlib.crc32(piece, checksum)
        if size > limits.ratio_from and size > limits.ratio * packed:
            raise Refused("suspicious_workbook")
        if size > ceiling:
            raise Refused(
                "workbook_too_big", limit_mb=ceiling >> 20 if ceiling == limits.part else limits.parts_sum >> 20
            )
        yield piece
    if size != info.file_size or checksum != info.CRC:
        raise Refused("damaged_workbook")


def _packed(stream: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the packed bytes of a part (APPNOTE.TXT 4.3.7: a local header of 30 bytes, name, extra field, data)."""
    stream.seek(info.header_offset)
    header = stream.read(30)
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        raise Refused("damaged_workbook")
    name, extra = struct.unpack_from("<HH", header, 26)
    stream.seek(name + extra, io.SEEK_CUR)
    left, at = info.compress_size, stream.tell()
    while left:
        stream.seek(at)
        chunk = stream.read(min(left, _CHUNK))
        if not chunk:
            raise Refused("damaged_workbook")
        at += len(chunk)
        left -= len(chunk)
        yield chunk


def _pieces(packed: Iterator[bytes], method: int) -> Iterator[tuple[bytes, int]]:
    """Yield inflated pieces of at most 64 kB, each with the number of packed bytes it took so far."""
    taken = 0
    if method == zipfile.ZIP_STORED:
        for chunk in packed:
            taken += len(chunk)
            yield chunk, taken
        return
    if method != zipfile.ZIP_DEFLATED:
        raise Refused("damaged_workbook")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for chunk in packed:
            taken += len(chunk)
            left = chunk
            while left:
                piece = inflater.decompress(left, _CHUNK)
                left = inflater.unconsumed_tail
                yield piece, taken - len(left)
        yield inflater.flush(_CHUNK), taken
    except zlib.error:
        raise Refused("damaged_workbook") from None
    if not inflater.eof or inflater.unused_data:
        raise Refused("damaged_workbook")
