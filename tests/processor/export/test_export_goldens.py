"""One import file for each newsletter server, made of the same odd people, to be looked at by eye."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from processor.export import render
from processor.export.servers import SERVERS
from tests.processor.export.invented import adapter_for, people

SAMPLES = Path(__file__).parents[3] / "samples" / "exports"
WORKBOOK = "brevo"


def rendered(name: str, **more: str) -> tuple[bytes, dict[str, str]]:
    found = render(people(), adapter_for(name, **more))
    (part,) = found.parts
    return part.content, dict(zip(found.left_out["canonical"], found.left_out["reason"], strict=True))


@pytest.mark.parametrize("name", SERVERS)
def test_an_import_file_is_exactly_as_it_was_reviewed(name: str, request: pytest.FixtureRequest) -> None:
    golden = SAMPLES / f"{name}{adapter_for(name).suffix}"
    content, _ = rendered(name)
    if request.config.getoption("--regenerate-exports", default=False):
        golden.write_bytes(content)
    assert golden.read_bytes() == content


def test_who_is_left_out_of_which_file_is_exactly_as_it_was_reviewed(request: pytest.FixtureRequest) -> None:
    golden = SAMPLES / "left-out.json"
    found = json.dumps({name: rendered(name)[1] for name in SERVERS}, ensure_ascii=False, indent=2) + "\n"
    if request.config.getoption("--regenerate-exports", default=False):
        golden.write_text(found, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == found


def test_a_workbook_has_the_texts_that_were_reviewed(request: pytest.FixtureRequest) -> None:
    golden = SAMPLES / f"{WORKBOOK}.xlsx"
    content, _ = rendered(WORKBOOK, container="xlsx")
    if request.config.getoption("--regenerate-exports", default=False):
        golden.write_bytes(content)
    assert cells(golden.read_bytes()) == cells(content)


def cells(content: bytes) -> list[tuple[str, ...]]:
    book = load_workbook(io.BytesIO(content))
    return [tuple(f"{cell.data_type}:{cell.value or ''}" for cell in row) for row in book.active.iter_rows()]


def test_every_sample_belongs_to_a_server() -> None:
    known = {f"{name}{adapter_for(name).suffix}" for name in SERVERS}
    assert {path.name for path in SAMPLES.iterdir()} == known | {"left-out.json", f"{WORKBOOK}.xlsx"}
