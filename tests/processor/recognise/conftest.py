"""Tables built by hand, and the option that writes golden results anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from processor.domain.batch import Batch
from processor.domain.table import Table
from processor.layouts import LAYOUTS
from processor.recognise import json_lines, recognise

BERLIN = ZoneInfo("Europe/Berlin")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate-goldens", action="store_true", help="write samples/layouts/*.expected.json anew")


@pytest.fixture
def table() -> Callable[..., Table]:
    """Given rows of cells, the first being the header unless told otherwise, return a Table."""

    def build(*rows: list[str], header: bool = True, **more: Any) -> Table:
        head, body = (rows[0], rows[1:]) if header else ([], rows)
        width = len(rows[0])
        facts: dict[str, Any] = {"container": "csv", "header_line": 1 if header else 0}
        return Table(
            header=head,
            columns=[[row[place] for row in body] for place in range(width)],
            lines=list(range(2 if header else 1, len(rows) + 1)),
            **{**facts, **more},
        )

    return build


@pytest.fixture
def take(table: Callable[..., Table]) -> Callable[..., Batch]:
    """Given rows as for `table`, return the batch they are recognised as."""

    def run(
        *rows: list[str], name: str = "liste.csv", folder: str = "", layouts: Any = LAYOUTS, header: bool = True
    ) -> Batch:
        return recognise([table(*rows, header=header)], name, folder, BERLIN, layouts)

    return run


@pytest.fixture
def said() -> Callable[[Batch], Mapping[str, tuple[str, str]]]:
    """Given a batch, return (event, class, or code where rejected or ignored) by address."""

    def read(batch: Batch) -> Mapping[str, tuple[str, str]]:
        return {str(row["address"]): (row["event"], row["class"] or _code(row)) for row in json_lines(batch)}

    def _code(row: Mapping[str, Any]) -> str:
        return str(row["reason"]) if row["event"] in ("rejected", "ignored") else ""

    return read
