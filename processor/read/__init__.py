"""Bytes → Tables: the only place that knows file formats."""

from __future__ import annotations

from typing import BinaryIO

from processor.domain.table import Table
from processor.read.container import container
from processor.read.limits import Limits

__all__ = ["Limits", "read"]


def read(stream: BinaryIO, name: str, limits: Limits = Limits()) -> tuple[Table, ...]:  # noqa: B008  it is frozen
    """Given a seekable stream, return its tables: one of a text file, one for each sheet with rows of a workbook.

    The bytes decide what it is; `name` is never asked, because people rename files. Raise Refused where nothing can
    be read, with a code worded in templates/words/refused.toml; single rows that cannot be read are in Table.broken.
    """
    if container(stream) == "text":
        from processor.read.delimited import read_delimited

        return (read_delimited(stream, limits),)
    from processor.read.xlsx import read_workbook

    return read_workbook(stream, limits)
