"""Questions to the server whose answer may be a refusal; whatever they did is rolled back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from processor.erp.sessions import Sessions
from processor.errors import Unavailable

NOTHING = sa.text("1=0")
"""The condition that is true for no row."""


@dataclass(frozen=True)
class Asker:
    """Asks one question after the other, each in a session of its own: a refusal spoils no other question."""

    sessions: Sessions
    kind: str  # SQLAlchemy's name of the dialect
    is_mariadb: bool = False

    def refused(self, statement: Callable[[], sa.Executable], *, writing: bool = False) -> str:
        """Return why the server refuses a statement, "" when it accepts."""
        try:
            with self.sessions.session(writing=writing) as connection:
                connection.execute(statement()).close()
        except Unavailable as problem:
            if problem.code != "erp_refuses":
                raise
            return str(problem.facts["why"])
        return ""

    def told(self, question: str | None, facts: Mapping[str, object]) -> list[tuple[Any, ...]] | None:
        """Return the rows that answer a question (":name" stands for a fact); None where there is no answer for us."""
        if question is None:
            return None
        asked = {name: fact for name, fact in facts.items() if f":{name}" in question}
        try:
            with self.sessions.session() as connection:
                return [tuple(row) for row in connection.execute(sa.text(question), asked).fetchall()]
        except Unavailable as problem:
            if problem.code != "erp_refuses":
                raise
            return None
