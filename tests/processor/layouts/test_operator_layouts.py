"""The operator's own layouts: literal files, checked key by key; a broken one takes nothing from the others."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.errors import Misconfigured
from processor.layouts import LAYOUTS
from processor.layouts.layout import OPTOUT, SUBSCRIBED, Layout, bounce, ignored
from processor.layouts.meanings import MEANINGS, is_life, name_of
from processor.layouts.operator import layout_of
from processor.layouts.operator_words import with_words, words_of
from processor.layouts.taught import Taught, taught
from processor.layouts.vocabulary import WORDS
from processor.report.words import Words
from processor.shipped import shipped

GOOD = """
system = "Mailwerk"
required = ["Empfänger", "Ergebnis"]
any_of = "Wann"
absent = ["Konto"]
file_name = "^mailwerk"
address = "Empfänger"
at = ["Wann", "Datum"]
diagnosis = "Servertext"
nulls = ["-"]
utc = true
day_first = false
only = { column = "Kanal", words = ["E-Mail"] }
proof = { column = "Lfd", form = "\\\\d+" }

[[states]]
column = "Ergebnis"
free = true
dated = "optout"

[states.words]
"Kein Postfach" = "mailbox_unknown"
Raus = "optout"
Egal = "nothing"
aktiv = "subscribed"
"""


def understood(text: str, name: str = "mailwerk") -> Layout:
    return layout_of(name, tomllib.loads(text))


def test_a_layout_says_with_literal_values_what_our_own_say() -> None:
    layout = understood(GOOD)
    assert (layout.name, layout.system, layout.own, layout.plain) == ("mailwerk", "Mailwerk", True, False)
    assert (layout.required, layout.any_of, layout.absent) == (("Empfänger", "Ergebnis"), ("Wann",), ("Konto",))
    assert (layout.at, layout.address, layout.diagnosis) == (("Wann", "Datum"), ("Empfänger",), ("Servertext",))
    assert (layout.utc, layout.day_first, layout.nulls, layout.always) == (True, False, ("-",), None)
    assert (layout.only, layout.proof) == (("Kanal", ("E-Mail",)), ("Lfd", r"\d+"))
    (state,) = layout.states
    assert (state.headers, state.free, state.dated) == (("Ergebnis",), True, OPTOUT)
    assert state.words == {
        "keinpostfach": bounce("mailbox_unknown"),
        "raus": OPTOUT,
        "egal": ignored("taught_nothing"),
        "aktiv": SUBSCRIBED,
    }


def test_every_feature_of_a_layout_can_be_written_in_a_file() -> None:
    from processor.layouts import operator

    written = {*operator._KEYS} - {"kind"} | {"always"}
    assert {field.name for field in fields(Layout)} - written == {"name", "plain", "own"}


@pytest.mark.parametrize("kind", ["optouts", "complaints", "subscribers", "bounces"])
def test_kind_says_what_a_line_means_where_no_column_does(kind: str) -> None:
    always = understood(f'required = ["Mail", "Lfd"]\nkind = "{kind}"').always
    assert always is not None
    assert always.event == {"subscribers": "subscribed"}.get(kind, kind.removesuffix("s"))


def test_bounces_that_say_why_need_no_label() -> None:
    layout = understood('required = ["Mail", "Lfd"]\nkind = "bounces"\nsmtp = "Code"')
    assert layout.always == bounce("")


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ('requird = ["A"]', "layout_unknown_key", {"key": "requird", "known": ["required"]}),
        ("required = 5", "layout_texts", {"key": "required"}),
        ('required = ["A", ""]', "layout_texts", {"key": "required"}),
        ('system = ["A"]', "layout_text", {"key": "system"}),
        ('utc = "yes"', "layout_yes_no", {"key": "utc"}),
        ('file_name = "("', "layout_pattern", {"key": "file_name"}),
        ("proof = 1", "layout_table", {"key": "proof"}),
        ("states = 1", "layout_tables", {"key": "states"}),
        ('kind = "gone"', "layout_kind", {"found": "gone"}),
        ("[[states]]\nwords = {}", "layout_state_column", {"key": "states[0]"}),
        ('[[states]]\ncolumn = "A"', "layout_state_empty", {"key": "states[0]"}),
        ('[[states]]\ncolumn = "A"\nwords = { B = "off" }', "layout_meaning", {"key": "states[0].words.B"}),
        ('[[states]]\ncolumn = "A"\nwords = { "a b" = "hard", AB = "soft" }', "layout_word_twice", {"word": "AB"}),
        ('required = ["A", "B"]\n[[states]]\ncolumn = "A"\nother = "optout"', "layout_other", {}),
        ('required = ["Lfd"]', "layout_without_meaning", {}),
        ('kind = "optouts"', "layout_claims_all", {}),
        ('required = ["E-Mail"]\nkind = "optouts"', "layout_claims_all", {}),
        ('required = ["Lfd"]\nkind = "bounces"', "layout_claims_all", {}),
        ('headerless = true\nkind = "optouts"', "layout_claims_all", {}),
    ],
)
def test_what_is_wrong_is_said_with_file_and_key(text: str, code: str, facts: Mapping[str, object]) -> None:
    with pytest.raises(Misconfigured) as caught:
        understood(text)
    assert caught.value.code == code
    assert caught.value.facts["file"] == "mailwerk.toml"
    assert {name: caught.value.facts[name] for name in facts} == facts
    for language in ("en", "de"):
        words = Words.load(language, [shipped("templates")])
        words.say(f"misconfigured.{code}", **caught.value.facts)
        assert words.missing == set()


@pytest.mark.parametrize("name", ["plain-list", "plain-mine", "mailchimp-cleaned", "a b", "../x", "", "a" * 61])
def test_a_layout_has_a_name_of_its_own(name: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        understood(GOOD, name)
    assert caught.value.code == "layout_name"


@pytest.mark.parametrize(
    ("heading", "word"),
    [("Ergebnis", "aktiv"), ("Status", "Subscribed"), ("Newsletter erlaubt", "ja"), ("Abgemeldet", "nein")],
)
@pytest.mark.parametrize("meaning", ["optout", "complaint", "hard", "mailbox_unknown"])
def test_a_word_of_life_can_never_take_anybody_off(heading: str, word: str, meaning: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        understood(f'required = ["A", "B"]\n[[states]]\ncolumn = "{heading}"\nwords = {{ "{word}" = "{meaning}" }}')
    assert caught.value.code == "layout_word_of_life"


# --- words.toml -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["1", "0", "ja", "No", "x", "42", "-"])
def test_numbers_yes_and_no_are_no_words_without_their_column(word: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        words_of({"words": {word: "optout"}}, "words.toml")
    assert caught.value.code == "layout_bare_word"


@given(st.sampled_from(sorted(WORDS)), st.sampled_from(["optout", "complaint", "soft", "mailbox_unknown"]))
@settings(max_examples=60, deadline=None)
def test_no_words_file_turns_a_sign_of_life_into_anything_that_mutes(word: str, meaning: str) -> None:
    if not is_life("", word):
        assert words_of({"words": {word: meaning}}, "words.toml")[word] == MEANINGS[meaning]
        return
    with pytest.raises(Misconfigured) as caught:
        words_of({"words": {word: meaning}}, "words.toml")
    assert caught.value.code == "layout_word_of_life"


def test_a_taught_word_never_changes_what_a_system_s_layout_knows_itself() -> None:
    new = {"raus": OPTOUT, "unsubscribed": bounce("hard"), "delivered": OPTOUT}
    for before, after in zip(LAYOUTS, with_words(LAYOUTS, new), strict=True):
        for old, state in zip(before.states, after.states, strict=True):
            if not before.plain:
                assert {word: state.words[word] for word in old.words} == dict(old.words)


def test_a_taught_word_never_reaches_columns_of_yes_and_no_or_of_numbers() -> None:
    reached = 0
    for before, after in zip(LAYOUTS, with_words(LAYOUTS, {"rausxyz": OPTOUT}), strict=True):
        for old, state in zip(before.states, after.states, strict=True):
            reached += "rausxyz" in state.words
            if {"yes", "1", "0", "no"} & old.words.keys() or old.other:
                assert "rausxyz" not in state.words
    assert reached > 10


def test_every_meaning_that_our_own_words_have_has_a_name() -> None:
    assert [word for word, means in WORDS.items() if not name_of(means)] == []


# --- the folder -----------------------------------------------------------------------------------------------------


def test_a_folder_that_is_not_there_teaches_nothing_unless_somebody_named_it(tmp_path: Path) -> None:
    assert taught(tmp_path / "none").layouts == LAYOUTS
    assert taught(tmp_path / "none").broken == ()
    (broken,) = taught(tmp_path / "none", named=True).broken
    assert broken.code == "layouts_missing"


def codes(known: Taught) -> list[str]:
    return sorted(problem.code for problem in known.broken)


def test_broken_files_take_nothing_from_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(GOOD)
    (tmp_path / "words.toml").write_text('[words]\n"Weggefallen" = "optout"\n')
    (tmp_path / "syntax.toml").write_text("required = [")
    (tmp_path / "latin.toml").write_bytes('system = "Müller"'.encode("latin-1"))
    (tmp_path / "key.toml").write_text("x = 1")
    (tmp_path / "big.toml").write_bytes(b"#" * 1_000_001)
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / ".half.toml.part").write_text("required = [")
    (tmp_path / "readme.txt").write_text("anything")
    known = taught(tmp_path)
    assert list(known.own) == ["good.toml"]
    assert known.words == {"weggefallen": OPTOUT}
    assert len(known.layouts) == len(LAYOUTS) + 1
    assert codes(known) == [
        "layout_encoding", "layout_syntax", "layout_unknown_key", "layout_unreadable", "layout_unreadable",
    ]  # fmt: skip


def test_broken_words_leave_the_layouts_alone(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(GOOD)
    (tmp_path / "words.toml").write_text('[words]\n"Weg" = "perhaps"\n')
    known = taught(tmp_path)
    assert (codes(known), list(known.own), dict(known.words)) == (["layout_meaning"], ["good.toml"], {})


def test_a_changed_file_counts_at_the_next_look(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(GOOD)
    first = taught(tmp_path)
    assert taught(tmp_path).own["mine.toml"] is first.own["mine.toml"]  # the same bytes are understood once
    file.write_text(GOOD.replace("Mailwerk", "Postwerk"))  # the same size, perhaps the same second
    assert taught(tmp_path).own["mine.toml"].system == "Postwerk"
    file.unlink()
    assert taught(tmp_path).own == {}
