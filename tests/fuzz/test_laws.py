"""The laws notice what they are there to notice."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from processor.domain.batch import Batch
from processor.read import read
from processor.recognise import recognise
from tests.fuzz.laws import broken_laws, swallowed
from tests.processor.dress import BERLIN

LIST = b"E-Mail;Status\nanna@example.com;abgemeldet\nbernd@example.de;aktiv\nkaputt\ncarla@example.net;abgemeldet\n"
TABLES = read(io.BytesIO(LIST), "liste.csv")


def batch() -> Batch:
    return recognise(TABLES, "liste.csv", "", BERLIN)


def put(column: str, value: object) -> Callable[[pd.DataFrame], pd.DataFrame]:
    return lambda rows: rows.assign(**{column: [value, *rows[column].tolist()[1:]]}).astype(rows.dtypes)


WRONGS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "is lost": lambda rows: rows.drop(index=2),
    "or invented": put("line", 77),
    "columns": lambda rows: rows.astype({"line": "int32"}),
    "an unusable address": put("canonical", "Anna@example.com"),
    "an event or class": put("event", "moved"),
    "a code without reason": put("code", "unknown_word"),
    "without rule": put("rule", ""),
    "a string is missing": lambda rows: rows.assign(list=pd.Series([None] * len(rows), dtype="str")),
    "no words for": lambda rows: rows.assign(code=rows["code"].replace("ragged", "crooked")),
    "is aktiv and opted out": lambda rows: rows.assign(event=rows["event"].replace("subscribed", "optout")),
}


def test_a_sound_batch_breaks_no_law() -> None:
    assert broken_laws(batch(), TABLES) == []
    assert swallowed(LIST, TABLES[0]) == []


@pytest.mark.parametrize("wrong", WRONGS)
def test_a_wrong_batch_breaks_a_law(wrong: str) -> None:
    sound = batch()
    assert any(wrong in law for law in broken_laws(replace(sound, rows=WRONGS[wrong](sound.rows.copy())), TABLES))


def test_a_line_that_no_row_tells_of_is_noticed() -> None:
    assert swallowed(LIST, replace(TABLES[0], broken=())) == [4]
