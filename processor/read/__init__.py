"""Bytes → Tables: the only place that knows file formats."""

from __future__ import annotations

from typing import BinaryIO

from processor.domain.table import Table
from processor.read.limits import Limits
from processor.read.single import is_archive, read_list

__all__ = ["Limits", "read"]


def read(stream: BinaryIO, name: str, limits: Limits = Limits()) -> tuple[Table, ...]:  # noqa: B008  it is frozen
    """Given a seekable stream, return its tables: one of a text file, one for each sheet with rows of a workbook,
    those of all members of a ZIP archive.

    The bytes decide what it is; `name` is never asked, because people rename files. Raise Refused where nothing can
    be read, with a code worded in templates/words/refused.toml; single rows that cannot be read are in Table.broken.
    """
    if is_archive(stream, limits):
        from processor.read.members import read_members

        return read_members(stream, limits)
    return read_list(stream, limits)
