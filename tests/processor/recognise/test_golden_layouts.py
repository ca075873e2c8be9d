"""One real-shaped sample for each layout beside what it must be read as, through the real reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from processor.domain.batch import EVENTS, Batch
from processor.layouts import LAYOUTS
from processor.read import read
from processor.recognise import json_closing, json_lines, recognise

SAMPLES = Path(__file__).parents[3] / "samples" / "layouts"
SUFFIXES = (".csv", ".xlsx", ".txt", ".dat", ".zip", ".mbox")
FILES = sorted(path for path in SAMPLES.rglob("*") if path.suffix in SUFFIXES)


def taken(path: Path) -> Batch:
    folder = "" if path.parent == SAMPLES else path.parent.name
    with path.open("rb") as stream:
        return recognise(read(stream, path.name), path.name, folder, ZoneInfo("Europe/Berlin"))


def told(batch: Batch) -> dict[str, Any]:
    closing = json_closing(batch)
    rows = [{key: value for key, value in row.items() if value or key != "reason"} for row in json_lines(batch)]
    return {"layout": closing["layout"], "rows": rows, "counts": closing["counts"]}


def written(result: dict[str, Any]) -> str:
    """Return the golden form: one line for each row, so that a difference can be read."""
    rows = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in result["rows"])
    layout, counts = json.dumps(result["layout"]), json.dumps(result["counts"])
    return f'{{\n  "layout": {layout},\n  "rows": [\n{rows}\n  ],\n  "counts": {counts}\n}}\n'


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SAMPLES)))
def test_a_sample_is_read_exactly_as_expected(path: Path, request: pytest.FixtureRequest) -> None:
    golden = path.with_name(f"{path.stem}.expected.json")
    result = written(told(taken(path)))
    if request.config.getoption("--regenerate-goldens", default=False):
        golden.write_text(result, encoding="utf-8")
    assert result == golden.read_text(encoding="utf-8")


def test_every_layout_that_says_something_has_a_sample() -> None:
    seen = {name for path in FILES for name in json_closing(taken(path))["layout"].split(" + ")}
    without = {"mailchimp-nonsubscribed"}  # the same columns as the subscribed ones, told by the file name
    assert {layout.name for layout in LAYOUTS if not layout.says_nothing} - without == seen


def test_every_expected_result_belongs_to_a_sample() -> None:
    assert {path.with_name(f"{path.stem}.expected.json") for path in FILES} == set(SAMPLES.rglob("*.expected.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SAMPLES)))
def test_every_content_line_of_a_sample_has_a_row(path: Path) -> None:
    """The lines the reader saw are the lines the batch tells about, no more and no fewer."""
    with path.open("rb") as stream:
        tables = read(stream, path.name)
    seen = [(table.sheet, line) for table in tables for line in (*table.lines, *(broken[0] for broken in table.broken))]
    rows = taken(path).rows
    assert seen
    assert set(seen) == set(zip(rows["sheet"], rows["line"], strict=True))
    assert set(rows["event"]) <= set(EVENTS)
    assert ((rows["code"] != "") == rows["event"].isin(["ignored", "rejected"])).all()
    assert ((rows["canonical"] != "") | rows["event"].isin(["ignored", "rejected"])).all()
