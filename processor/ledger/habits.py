"""What came before a new file, for weighing it: earlier files of its source, and who was called dead that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from processor.domain.earlier import ACTING, BY_NAME, Earlier, Memory, kind_of, source_of
from processor.domain.stale import FEW, MISSING
from processor.ledger import schema

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.batch import Batch

LOOK_BACK = timedelta(days=180)
"""How far back files count for a habit."""
_FILES, _COMPARED = 400, 12
"""At most so many files are looked at, and of so many the lines."""
_DAY = timedelta(hours=24)

Entry = tuple[str, datetime | None]
"""An address and when it happened, to the second; None where the file does not say."""


class Habits:
    """What the ledger remembers of earlier files; reads only."""

    def __init__(self, engine: sa.Engine) -> None:
        self._reader = engine.execution_options(reading=True)

    def before(self, batch: Batch, received: datetime, drop_id: str = "") -> Memory:
        """Return what is remembered for a batch that came at `received`.

        Its source is layout, subfolder and the words of its name, which are those of the drop `drop_id`; without one
        (a file that is only looked at) the layout alone is known, and no file counts as of the same source.
        """
        kind = kind_of(batch.rows)
        with self._reader.connect() as connection:
            mine = connection.execute(sa.select(schema.drop).where(schema.drop.c.id == drop_id)).first()
            drops = _drops(connection, batch.layout, received, mine)
            tallies = _tallies(connection, [drop.id for drop in drops])
            source = [drop for drop in drops if mine is not None and source_of(drop.name) == source_of(mine.name)]
            files = {drop.id: file for drop in source if (file := _earlier(drop, kind, tallies)) is not None}
            entries = _entries(batch.rows, kind, received)
            memory = Memory(
                entries=len(entries),
                dated=bool(entries["at"].notna().any()),
                familiar=_familiar(tallies),
                gone=_gone(connection, received, drop_id) if _bounced(batch.rows) else frozenset(),
                by_name=_by_name(connection, received, drop_id),
            )
            if files and len(entries) >= FEW:
                files |= _compared(connection, dict(list(files.items())[:_COMPARED]), _pairs(entries), kind)
            return replace(memory, files=list(files.values()))


def _drops(connection: sa.Connection, layout: str, received: datetime, mine: Any) -> Sequence[Any]:
    """Earlier applied files of a layout, and of a subfolder where that is known, latest first."""
    table = schema.drop
    conditions = [table.c.layout == layout, table.c.state.in_(("planned", "applied"))]
    conditions += [table.c.received <= received, table.c.received > received - LOOK_BACK]
    conditions += [table.c.folder == mine.folder, table.c.id != mine.id] if mine is not None else []
    query = sa.select(table.c.id, table.c.name, table.c.received, table.c.decision).where(*conditions)
    return connection.execute(query.order_by(table.c.received.desc(), table.c.id).limit(_FILES)).all()


Tallies = dict[str, dict[tuple[str, str], int]]
"""Acting lines by drop, event and outcome."""


def _tallies(connection: sa.Connection, drops: list[str]) -> Tallies:
    table = schema.tally
    query = sa.select(table.c.drop_id, table.c.event, table.c.outcome, table.c.lines).where(table.c.drop_id.in_(drops))
    found: Tallies = {drop: {} for drop in drops}
    for row in connection.execute(query.where(table.c.event.in_(ACTING))) if drops else ():
        lines = found[row.drop_id]
        lines[row.event, row.outcome] = lines.get((row.event, row.outcome), 0) + row.lines
    return found


def _earlier(drop: Any, kind: str, tallies: Tallies) -> Earlier | None:
    """What one drop had of this kind (of all where it is ""); None where it had others and this not at all."""
    lines = {key: number for key, number in tallies[drop.id].items() if kind in ("", key[0])}
    if tallies[drop.id] and not lines:
        return None
    known = sum(number for (_, outcome), number in lines.items() if outcome == "already")
    return Earlier(drop.name, drop.received, sum(lines.values()), known, released=drop.decision == "release")


def _familiar(tallies: Tallies) -> bool:
    """Whether earlier files named more new people whom the ERP has than such as it does not."""
    outcomes = [(outcome, number) for lines in tallies.values() for (_, outcome), number in lines.items()]
    present = sum(number for outcome, number in outcomes if outcome == "applied")
    return present > 0 and present >= sum(number for outcome, number in outcomes if outcome == "in_advance")


def _entries(rows: pd.DataFrame, kind: str, received: datetime) -> pd.DataFrame:
    """The entries of a batch as columns canonical and at, each once; `at` as `_moment` gives it."""
    import pandas as pd

    mine = rows.loc[rows["event"] == kind, ["canonical", "at"]]
    at = mine["at"].where(mine["at"] <= pd.Timestamp(received)).dt.floor("s")
    return mine.assign(at=at).drop_duplicates()


def _pairs(entries: pd.DataFrame) -> set[Entry]:
    """The entries as pairs, to be compared with those of other files."""
    times = [
        at.to_pydatetime() if dated else None for at, dated in zip(entries["at"], entries["at"].notna(), strict=True)
    ]
    return set(zip(entries["canonical"].tolist(), times, strict=True))


def _moment(at: datetime | None, received: datetime) -> datetime | None:
    """A time to the second; none where it is missing or later than its file."""
    if at is None or at != at or at > received:  # NaT is unlike itself
        return None
    return at.replace(microsecond=0)


def _compared(
    connection: sa.Connection, files: dict[str, Earlier], entries: set[Entry], kind: str
) -> dict[str, Earlier]:
    """The same files, compared with the new one's entries where one of them may be newer than it."""
    newest = max((at for _, at in entries if at), default=None)
    lines = schema.line
    mine = lines.c.drop_id.in_(list(files)) & (lines.c.event == kind)
    if newest is None:
        if not any(file.lines == len(entries) for file in files.values()):
            return files
    else:
        until = sa.select(schema.drop.c.received).where(schema.drop.c.id == lines.c.drop_id).scalar_subquery()
        later = mine & (lines.c.at >= newest + timedelta(seconds=1)) & (lines.c.at <= until)
        query = sa.select(lines.c.drop_id, sa.func.count()).where(later).group_by(lines.c.drop_id)
        newer = {row[0]: row[1] for row in connection.execute(query)} if files else {}
        if max(newer.values(), default=0) < MISSING:
            return files
        files = {drop: replace(file, newer=newer.get(drop, 0)) for drop, file in files.items()}
    return {drop: _shared(connection, drop, file, entries, kind) for drop, file in files.items()}


def _shared(connection: sa.Connection, drop: str, file: Earlier, entries: set[Entry], kind: str) -> Earlier:
    lines = schema.line
    query = sa.select(lines.c.canonical, lines.c.at).where(lines.c.drop_id == drop, lines.c.event == kind)
    theirs = {(address, _moment(at, file.received)) for address, at in connection.execute(query)}
    newer = file.newer if any(at for _, at in entries) else len(theirs - entries)
    return replace(file, shared=len(theirs & entries), newer=newer)


def _bounced(rows: pd.DataFrame) -> bool:
    return bool((rows["bounce_class"] == "mailbox_unknown").any())


def _gone(connection: sa.Connection, received: datetime, but: str) -> frozenset[str]:
    """The addresses that other files, held ones too, newly called unknown mailboxes in the 24 hours before."""
    lines, drops = schema.line, schema.drop
    new = lines.c.outcome.in_(("applied", "in_advance"))
    held = (lines.c.outcome == "held") & lines.c.detail.not_in(("duplicate", "faulty_already"))
    query = (
        sa.select(lines.c.canonical)
        .join(drops, drops.c.id == lines.c.drop_id)
        .where(drops.c.received > received - _DAY, drops.c.received <= received, drops.c.id != but)
        .where(drops.c.state.in_(("planned", "applied", "held")), lines.c.event == "bounce")
        .where(lines.c.bounce_class == "mailbox_unknown", new | held)
        .distinct()
    )
    return frozenset(connection.scalars(query))


def _by_name(connection: sa.Connection, received: datetime, but: str) -> int:
    """How many ERP rows other files of the 24 hours before opted out by folder or name alone, and nobody released."""
    changes, drops = schema.change, schema.drop
    rows = (
        sa.select(changes.c.target, changes.c.key)
        .join(drops, drops.c.id == changes.c.drop_id)
        .where(drops.c.received > received - _DAY, drops.c.received <= received, drops.c.id != but)
        .where(drops.c.state.in_(("planned", "applied")), drops.c.decision != "release")
        .where(changes.c.reason.in_(("optout", "complaint")), changes.c.rule.startswith(BY_NAME))
        .distinct()
        .subquery()
    )
    return connection.scalar(sa.select(sa.func.count()).select_from(rows)) or 0
