from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.domain.shown import safe_cell, shown

SIGNS = "=+-@＝＋－＠"
DANGEROUS = [
    "=1+1",
    "+49 171 123456",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\x00=1+1",
    "\tx",
    "\rx",
    "\x00x",
    " =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\u200b@x",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    '=HYPERLINK("http://example.com")',
    "=cmd|' /C calc'!A0",
    "\x0b-1",
    "﹦1",
]


def test_ordinary_text_is_shown_as_it_is() -> None:
    assert shown("Müller & Söhne, 3 € – ça va") == "Müller & Söhne, 3 € – ça va"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202egnp.exe", "a\\u202egnp.exe"),
        ("a\u200bb", "a\\u200bb"),
        ("a\udc80", "a\\udc80"),
        ("a\U000e0041", "a\\U000e0041"),
        ("a\u2028b", "a\\u2028b"),
        (4711, "4711"),
        (None, "None"),
    ],
)
def test_what_could_deceive_is_shown_escaped(text: object, expected: str) -> None:
    assert shown(text) == expected


def test_long_text_is_cut_visibly_and_never_inside_an_escape() -> None:
    assert shown("abcdef", 4) == "abc…"
    assert shown("abcd", 4) == "abcd"
    assert shown("abc\x1bdef", 6) == "abc…"


@given(st.text() | st.integers() | st.binary(), st.integers(1, 60))
def test_what_is_shown_is_one_short_printable_line_of_utf_8(text: object, limit: int) -> None:
    line = shown(text, limit)

    assert len(line) <= limit
    assert line.isprintable()
    assert line.encode("utf-8").decode("utf-8").splitlines() in ([line], [])


@given(st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N")), max_size=100))
def test_letters_and_digits_are_never_changed(text: str) -> None:
    if not set(text) & set("\u115f\u1160\u3164\uffa0"):
        assert shown(text) == text


@pytest.mark.parametrize("text", DANGEROUS, ids=ascii)
def test_a_start_that_spreadsheets_run_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text).startswith("'")
    assert safe_cell(text).replace("'", "") == text.replace("'", "")


def test_each_line_of_a_cell_is_guarded() -> None:
    assert safe_cell("note\n=1+1\r\n @x") == "note\n'=1+1\r\n' @x"


@pytest.mark.parametrize("text", ["", "anna@example.com", "a=b", "5-3", "'=1", "Müller", "two\nlines", "a\tb", " x"])
def test_a_harmless_cell_is_not_touched(text: str) -> None:
    assert safe_cell(text) == text


@given(st.text(alphabet=st.sampled_from([*SIGNS, *" \t\r\n\x00\u00a0\u200b\ufeff'", "a", '"'])) | st.text())
def test_no_line_of_a_safe_cell_starts_a_formula_and_twice_is_once(text: str) -> None:
    safe = safe_cell(text)

    assert not safe.startswith(("\t", "\r", "\x00"))
    assert not any(line.strip(" \t\u00a0\u3000").startswith(tuple(SIGNS)) for line in safe.splitlines())
    assert safe_cell(safe) == safe
    assert safe.replace("'", "") == text.replace("'", "")
