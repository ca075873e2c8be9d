"""How much of a file is read before it is refused: the ceilings, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Ceilings for one file; sizes in bytes unless named otherwise.

    `line`: characters in one line or in one quoted cell that runs over several. `columns`: of one table.
    The others guard against packed bombs: `members` of an archive, `parts` of a workbook or archive, `part` and
    `parts_sum` inflated, `ratio` inflated to packed once more than `ratio_from` came out, `rows` with content and
    `area` (last row × last column) of a sheet. `mails` in a mailbox; of each its first `mail` bytes are read, with
    at most `mail_parts` parts and groups of fields.
    """

    text: int = 512 * 1024 * 1024
    line: int = 1_000_000
    text_rows: int = 3_000_000
    columns: int = 4_000
    members: int = 50
    parts: int = 200
    part: int = 192 * 1024 * 1024
    parts_sum: int = 256 * 1024 * 1024
    ratio: int = 200
    ratio_from: int = 1024 * 1024
    rows: int = 250_000
    area: int = 5_000_000
    mails: int = 50_000
    mail: int = 1024 * 1024
    mail_parts: int = 2_000
