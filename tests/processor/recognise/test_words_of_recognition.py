"""Every code recognition can utter has a sentence in both languages, with gaps only for the facts it brings."""

from __future__ import annotations

import ast
import json
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from processor.domain.address import FAULTS
from processor.layouts import LAYOUTS
from processor.layouts.bounce_words import BOUNCE_WORDS
from processor.layouts.vocabulary import WORDS

HOUSE = Path(__file__).parents[3]
SOURCES = sorted((HOUSE / "processor" / "recognise").glob("*.py"))


def table(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((HOUSE / "templates" / "words" / f"{name}.toml").read_text(encoding="utf-8"))


def gaps(sentence: str) -> set[str]:
    return {gap for _, gap, _, _ in Formatter().parse(sentence) if gap}


def raised() -> dict[str, set[str]]:
    """Return the codes written as Refused("code", fact=…) in the sources, with their facts."""
    codes: dict[str, set[str]] = {}
    for call in (node for path in SOURCES for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Refused":
            facts = {keyword.arg for keyword in call.keywords if keyword.arg}
            if isinstance(call.args[0], ast.Constant):
                codes[str(call.args[0].value)] = facts
    return codes


def test_every_refusal_is_worded_with_the_facts_it_brings():
    words, codes = table("refused.recognise"), raised()
    assert codes.keys() | {"several_address_columns"} == words.keys()
    for code, facts in codes.items():
        for sentence in words[code].values():
            assert gaps(sentence) <= facts, code


def test_every_line_code_is_worded_in_both_languages():
    words = table("line")
    meanings = [*WORDS.values(), *BOUNCE_WORDS.values()]
    meanings += [means for layout in LAYOUTS for state in layout.states for means in state.words.values()]
    meanings += [layout.always for layout in LAYOUTS if layout.always]
    codes = {means.code for means in meanings if means.code} | set(FAULTS)
    codes |= {"unknown_word", "no_word", "no_address", "total_row", "other_channel", "sheet_without_addresses"}
    codes |= {"ragged", "quotes", "formula_without_value", "auto_reply", "delayed", "delivered_or_other"}
    codes |= {"address_change_hint", "expired", "word_of_accounts", "remark_against_name", "words_disagree"}
    codes |= {"bounce_in_prose", "report_unclear", "ordinary_mail", "unreadable_mail"}
    assert codes == words.keys()
    assert all(
        sentence[language] and not gaps(sentence[language]) for sentence in words.values() for language in ("en", "de")
    )


@pytest.mark.parametrize(
    "path", sorted((HOUSE / "samples" / "layouts").rglob("*.expected.json")), ids=lambda path: path.stem
)
def test_the_reasons_of_every_sample_are_worded(path):
    words = table("line")
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    assert {row["reason"] for row in rows if row["event"] in ("rejected", "ignored")} <= words.keys()


def test_every_piece_of_evidence_is_worded_in_both_languages():
    words = table("evidence")
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    said = {f"says_{family}" for family in ("optout", "bounce", "complaint", "subscribed")}
    said |= {state.because for layout in LAYOUTS for state in layout.states if state.because}
    assert all(f'"{code}"' in text for code in words.keys() - said)
    assert said <= words.keys()
    assert all({"en", "de"} <= sentences.keys() for sentences in words.values())


def test_the_facts_of_evidence_fill_the_gaps(take):
    words = table("evidence")
    header = ["E-Mail", "Status", "Datum", "Fehlermeldung"]
    batches = [
        take(
            header,
            ["a@example.com", "Quark", "1/2/2024", ""],
            ["b@example.com", "unzustellbar", "2/1/2024", "mailbox full"],
        ),
        take(["E-Mail", "Grund", "Datum"], ["a@example.com", "bounce", "bald"], folder="optouts"),
        take(["E-Mail", "Grund"], ["a@example.com", "abgemeldet"], folder="bounces"),
        take(["a@example.com"], header=False, name="Beschwerden.csv"),
        take(["email", "created"], ["a@example.com", "1790083507"], name="suppression_unsubscribes.csv"),
        take(["E-Mail", "Status", "Opt-In"], ["a@example.com", "aktiv", "nein"]),
        take(["E-Mail", "Abgemeldet", "Gesperrt am", "Sperre"], ["a@example.com", "ja", "2024-05-01", "nein"]),
        take(["E-Mail", "Bounced", "Complained"], ["a@example.com", "ja", "nein"]),
    ]
    told = [(code, facts) for batch in batches for code, facts in batch.evidence]
    assert {"unknown_words", "ambiguous_dates", "unreadable_dates", "label_against_code", "system_name"} <= {
        code for code, _ in told
    }
    assert {"bounces_in_optouts", "optouts_in_bounces", "says_complaint", "columns_disagree"} <= {
        code for code, _ in told
    }
    assert {state.because for layout in LAYOUTS for state in layout.states if state.because} <= {
        code for code, _ in told
    }
    for code, facts in told:
        for sentence in words[code].values():
            assert gaps(sentence) <= facts.keys(), code
