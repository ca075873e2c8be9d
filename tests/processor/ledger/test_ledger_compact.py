"""Rows and kinds: reading both as one table costs what reading one table would."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from processor.domain.receipt import ROW_COLUMNS
from processor.ledger import Ledger, schema
from processor.ledger.people import People
from tests.processor.domain.small_world import NOW, bounce
from tests.processor.ledger.filing import take

QUERIES = {
    "unknown words": (schema.line.c.code == "unknown_word") & (schema.drop.c.id == schema.line.c.drop_id),
    "lately ignored": (schema.line.c.outcome == "ignored") & (schema.drop.c.id == schema.line.c.drop_id),
    "marked by a file": (schema.change.c.action == "mark") & (schema.drop.c.id == schema.change.c.drop_id),
}


@pytest.mark.parametrize("asked", QUERIES)
def test_the_rows_of_a_file_are_never_read_once_for_each_of_its_kinds(asked: str) -> None:
    """A file may have as many kinds as rows: a Message-ID as the mailing of each. Then that would take hours."""
    engine = sa.create_engine("sqlite://")
    query = sa.select(sa.func.count()).where(QUERIES[asked], schema.drop.c.received > NOW - timedelta(days=1))
    with engine.connect() as connection:
        schema.create(connection)
        text = str(query.compile(engine, compile_kwargs={"literal_binds": True}))
        steps = [row.detail.split()[1] for row in connection.execute(sa.text(f"EXPLAIN QUERY PLAN {text}"))]
    rows, kinds = (next(place for place, name in enumerate(steps) if name.endswith(end)) for end in ("_rows", "_kinds"))
    assert rows < kinds, steps


def test_what_is_known_of_a_few_people_is_looked_up_by_their_addresses_however_many_files_there_are() -> None:
    """By file all lines of years would be read, for every five hundred people of a new one."""
    engine, steps = sa.create_engine("sqlite://"), list[str]()

    @sa.event.listens_for(engine, "before_cursor_execute")
    def _explain(_connection: object, cursor: Any, statement: str, parameters: Any, *_: object) -> None:
        if "line_rows" in statement and statement.startswith("SELECT"):
            steps.extend(row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall())

    with engine.begin() as connection:
        schema.create(connection)
    People(engine).past(f"p{number}@example.com" for number in range(500))
    assert any("line_rows USING INDEX ix_line_rows_canonical" in step for step in steps), steps


def test_a_part_of_the_rows_has_its_own_kinds(ledger: Ledger) -> None:
    mailings = [f"<{n % 3 or n}@news.example>" for n in range(12)]
    lines = [bounce(f"p{n}@example.com", line=n + 2, mailing=mailing) for n, mailing in enumerate(mailings)]
    take(ledger, "AAAAAAAA", lines)
    n = schema.line_row.c.n
    with ledger._engine.connect() as connection:
        parts = [
            schema.lines.fetch(connection, "AAAAAAAA", ROW_COLUMNS, n >= first, n < first + 5)["mailing"].tolist()
            for first in (0, 5, 10)
        ]
    assert [len(part) for part in parts] == [5, 5, 2]
    assert [*parts[0], *parts[1], *parts[2]] == mailings
