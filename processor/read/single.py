"""One list in one file → its Tables: the way that dropped files and the members of an archive share."""

from __future__ import annotations

from typing import BinaryIO

from processor.domain.table import Table
from processor.errors import Refused
from processor.read.archive import parts_of
from processor.read.container import container, packed
from processor.read.limits import Limits


def is_archive(stream: BinaryIO, limits: Limits) -> bool:
    """Given a seekable stream, return whether it is a ZIP of files; a workbook is none. Raise Refused as read_list."""
    return container(stream) == "zip" and packed(stream, parts_of(stream, limits), limits) == "archive"


def read_list(stream: BinaryIO, limits: Limits) -> tuple[Table, ...]:
    """Given a seekable stream, return its tables: one of a text, one for each sheet with rows of a workbook.

    Raise Refused as container, the readers of text, mails and workbooks do, and: zip_archive.
    """
    if container(stream) == "text":
        from processor.read.mail import is_mail, read_mail

        if is_mail(stream):
            return (read_mail(stream, limits),)
        from processor.read.delimited import read_delimited

        return (read_delimited(stream, limits),)
    parts = parts_of(stream, limits)
    kind = packed(stream, parts, limits)
    if kind == "archive":
        raise Refused("zip_archive")
    if kind == "ods":
        from processor.read.ods import read_ods

        return read_ods(stream, parts, limits)
    from processor.read.xlsx import read_workbook

    return read_workbook(stream, parts, limits)
