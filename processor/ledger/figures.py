"""Figures over everything the ledger knows, for the daily summary and the status page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import sqlalchemy as sa

from processor.domain.plan import SAID_NO
from processor.domain.receipt import Counts
from processor.domain.summary import NUMBERS, NumberRow
from processor.domain.survey import COMPLETED
from processor.ledger import schema
from processor.ledger.listings import new_people


@dataclass(frozen=True)
class _Tally:
    """Lines of one drop that ended alike."""

    received: datetime
    event: str
    outcome: str
    detail: str
    lines: int


class Figures:
    """Figures of the ledger; reads only."""

    def __init__(self, engine: sa.Engine) -> None:
        self._reader = engine.execution_options(reading=True)

    def numbers(self, today: date, zone: tzinfo) -> list[NumberRow]:
        """Return the numbers table: today, yesterday, mean of the seven days before today, total."""
        by_day: dict[str, dict[date, int]] = {name: {} for name in NUMBERS}
        for tally in self._tallies():
            for name in _names(tally):
                day = tally.received.astimezone(zone).date()
                by_day[name][day] = by_day[name].get(day, 0) + tally.lines
        for day, addresses in self._exported(zone):
            by_day["exported"][day] = by_day["exported"].get(day, 0) + addresses
        week = [today - timedelta(days=back) for back in range(1, 8)]
        return [
            NumberRow(
                name=name,
                today=days.get(today, 0),
                yesterday=days.get(week[0], 0),
                mean=sum(days.get(day, 0) for day in week) / len(week),
                total=sum(days.values()),
            )
            for name, days in by_day.items()
        ]

    def period(self, since: datetime, until: datetime) -> tuple[dict[str, int], Counts]:
        """Return the same numbers for one period (without exported), and where all its lines ended."""
        numbers = dict.fromkeys(NUMBERS, 0)
        outcomes: dict[str, int] = {}
        for tally in self._tallies(schema.drop.c.received > since, schema.drop.c.received <= until):
            outcomes[tally.outcome] = outcomes.get(tally.outcome, 0) + tally.lines
            for name in _names(tally):
                numbers[name] += tally.lines
        return numbers, Counts(read=sum(outcomes.values()), **outcomes)

    def beginning(self) -> datetime | None:
        """Return when the first file came or the first survey was, None before."""
        queries = [
            sa.select(sa.func.min(column, type_=schema.Utc()))
            for column in (schema.drop.c.received, schema.round_.c.at)
        ]
        with self._reader.connect() as connection:
            firsts = [first for query in queries if (first := connection.scalar(query)) is not None]
        return min(firsts, default=None)

    def exported(self, since: datetime, until: datetime) -> int:
        """Return how many addresses went out in a period; on however many lists, and moved or not, each once."""
        table = schema.export
        within = (table.c.published_at > since) & (table.c.published_at <= until)
        return self._number(new_people(sa.func.sum).where(within))

    def repaired(self, since: datetime, until: datetime) -> int:
        """Return how many ERP rows the guard changed in a period, without those that were NO in one of two places."""
        table = schema.change
        mine = (
            (table.c.drop_id == "")
            & (table.c.rule != COMPLETED)
            & (table.c.applied_at > since)
            & (table.c.applied_at <= until)
        )
        return self._number(sa.select(sa.func.count()).select_from(table).where(mine))

    def suppressed(self) -> int:
        """Return how many addresses have said no, one way or another."""
        table = schema.suppression
        active = table.c.reason.in_(SAID_NO) & table.c.lifted_at.is_(None)
        return self._number(sa.select(sa.func.count(table.c.canonical.distinct())).where(active))

    def slowest_optout(self, since: datetime, until: datetime) -> float | None:
        """Return the longest time in seconds from a file's arrival to its flags standing in the ERP, None without."""
        drops = schema.drop
        said_no = sa.select(schema.tally.c.drop_id).where(schema.tally.c.event.in_(SAID_NO))
        query = sa.select(drops.c.received, drops.c.applied_at).where(
            drops.c.applied_at > since, drops.c.applied_at <= until, drops.c.id.in_(said_no)
        )
        with self._reader.connect() as connection:
            seconds = [(applied - received).total_seconds() for received, applied in connection.execute(query)]
        return max(seconds, default=None)

    def suppressions_known_until(self) -> datetime | None:
        """Return when the last file with opt-outs was applied: how fresh our knowledge of who said no is."""
        drops, tallies = schema.drop, schema.tally
        said_no = sa.select(tallies.c.drop_id).where(tallies.c.event.in_(SAID_NO))
        query = sa.select(sa.func.max(drops.c.applied_at, type_=schema.Utc())).where(drops.c.id.in_(said_no))
        with self._reader.connect() as connection:
            known: datetime | None = connection.scalar(query)
            return known

    def newly_faulty(self, since: datetime, limit: int) -> list[tuple[str, str, str]]:
        """Return address, ERP rows and bounce class of addresses that became faulty in a period."""
        lines, drops = schema.line, schema.drop
        query = (
            sa.select(lines.c.address, lines.c.customers, lines.c.bounce_class)
            .join(drops, drops.c.id == lines.c.drop_id)
            .where(drops.c.applied_at > since, drops.c.state == "applied")
            .where(lines.c.event == "bounce", lines.c.outcome == "applied")
            .order_by(drops.c.received, lines.c.n)
            .limit(limit)
        )
        with self._reader.connect() as connection:
            return [(address, customers, name) for address, customers, name in connection.execute(query)]

    def people_with(self, since: datetime, detail: str = "", bounce_class: str = "") -> int:
        """Return how many addresses have lines with this detail and bounce class ("" = any) in files since then."""
        lines, drops = schema.line, schema.drop
        conditions = [drops.c.received > since, lines.c.outcome == "ignored"]
        conditions += [lines.c.detail == detail] if detail else []
        conditions += [lines.c.bounce_class == bounce_class] if bounce_class else []
        query = sa.select(sa.func.count(lines.c.canonical.distinct())).join(drops, drops.c.id == lines.c.drop_id)
        return self._number(query.where(*conditions))

    def unknown_words(self, since: datetime, limit: int = 60) -> list[tuple[str, str, str, int]]:
        """Return file, word, deciding rule and number of lines for vendor words that nobody taught us yet."""
        lines, drops = schema.line, schema.drop
        query = (
            sa.select(drops.c.name, lines.c.reason, lines.c.rule, sa.func.count().label("lines"))
            .join(drops, drops.c.id == lines.c.drop_id)
            .where(drops.c.received > since, lines.c.code == "unknown_word")
            .group_by(drops.c.name, lines.c.reason, lines.c.rule)
            .order_by(sa.desc("lines"), drops.c.name, lines.c.reason, lines.c.rule)
            .limit(limit)
        )
        with self._reader.connect() as connection:
            return [(name, word, rule, number) for name, word, rule, number in connection.execute(query)]

    def rounds(self, since: datetime) -> int:
        """Return how many surveys of the ERP there were."""
        return self._number(sa.select(sa.func.count()).select_from(schema.round_).where(schema.round_.c.at > since))

    def _tallies(self, *conditions: sa.ColumnElement[bool]) -> Iterable[_Tally]:
        drops, tallies = schema.drop, schema.tally
        query = sa.select(drops.c.received, tallies.c.event, tallies.c.outcome, tallies.c.detail, tallies.c.lines).join(
            drops, drops.c.id == tallies.c.drop_id
        )
        with self._reader.connect() as connection:
            return [_Tally(*row) for row in connection.execute(query.where(*conditions))]

    def _exported(self, zone: tzinfo) -> Iterable[tuple[date, int]]:
        table = schema.export
        query = new_people(lambda number: number).add_columns(table.c.published_at)
        query = query.where(table.c.published_at.is_not(None))
        with self._reader.connect() as connection:
            return [(at.astimezone(zone).date(), addresses) for addresses, at in connection.execute(query)]

    def _number(self, query: sa.Select[Any]) -> int:
        with self._reader.connect() as connection:
            return int(connection.scalar(query) or 0)  # a sum of sums is a Decimal on PostgreSQL


_EFFECTIVE = ("applied", "in_advance")
_COUNTED = ("counted", "reported")
_BY_EVENT: Mapping[str, str] = {"optout": "optouts", "complaint": "complaints"}


def _names(tally: _Tally) -> list[str]:
    """In which rows of the numbers table these lines belong."""
    if tally.outcome == "rejected":
        return ["rejected"]
    if tally.event in _BY_EVENT and tally.outcome in _EFFECTIVE:
        return [_BY_EVENT[tally.event]]
    if tally.event != "bounce":
        return []
    if tally.outcome in _EFFECTIVE:
        return ["bounces_deleted" if tally.detail == "deleted" else "bounces_marked"]
    if tally.outcome == "ignored":
        return ["bounces_counted" if tally.detail in _COUNTED else "bounces_ignored"]
    return []
