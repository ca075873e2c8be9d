"""The words loader: merging, facts, plurals, and what happens when a word is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.errors import Misconfigured
from processor.report.words import KEYS, Words
from processor.shipped import shipped

BERLIN = ZoneInfo("Europe/Berlin")


def lay(folder: Path, **files: str) -> Path:
    (folder / "words").mkdir(parents=True)
    for name, content in files.items():
        (folder / "words" / f"{name.replace('__', '.')}.toml").write_text(content, encoding="utf-8")
    return folder


def test_the_operators_sentence_wins_and_the_other_language_stays_ours(tmp_path: Path) -> None:
    ours = lay(tmp_path / "ours", refused='[empty]\nen = "Empty."\nde = "Leer."\n')
    own = lay(tmp_path / "own", refused='[empty]\nde = "Da steht nichts drin."\n')
    assert Words.load("de", [own, ours]).say("refused.empty") == "Da steht nichts drin."
    assert Words.load("en", [own, ours]).say("refused.empty") == "Empty."


def test_all_files_of_a_section_are_one_section(tmp_path: Path) -> None:
    folder = lay(tmp_path, refused='[a]\nen = "A"\nde = "A"\n', refused__read='[b]\nen = "B"\nde = "B"\n')
    words = Words.load("en", [folder])
    assert (words.say("refused.a"), words.say("refused.b")) == ("A", "B")


def test_a_missing_word_is_shown_and_remembered_but_never_raises(tmp_path: Path) -> None:
    words = Words.load("en", [lay(tmp_path)])
    assert words.say("refused.unheard_of", line=7, column="Mail") == "refused.unheard_of (line=7, column=Mail)"
    assert words.missing == {"refused.unheard_of"}


@pytest.mark.parametrize("sentence", ["{absent}", "{count.real}", "{count", "{0}", "{count:%Q}"])
def test_a_sentence_that_does_not_fit_its_facts_is_shown_and_remembered(tmp_path: Path, sentence: str) -> None:
    words = Words.load("en", [lay(tmp_path, held=f'[x]\nen = "{sentence}"\nde = ""\n')])
    assert words.say("held.x", count=3) == "held.x (count=3)"
    assert words.missing == {"held.x"}


def test_one_is_singular(tmp_path: Path) -> None:
    folder = lay(tmp_path, held='[x]\nen = "{count} files"\nen_one = "{count} file"\nde = "{count} Dateien"\n')
    english = Words.load("en", [folder])
    assert [english.say("held.x", count=count) for count in (0, 1, 2)] == ["0 files", "1 file", "2 files"]
    assert Words.load("de", [folder]).say("held.x", count=1) == "1 Dateien"


@pytest.mark.parametrize(
    ("language", "name", "value", "told"),
    [
        ("de", "count", 1234567, "1.234.567"),
        ("en", "count", 1234567, "1,234,567"),
        ("de", "line", 1234567, "1234567"),
        ("de", "percent", 26.94, "26,9"),
        ("de", "share", 0.975, "97,5 %"),
        ("en", "share", 0.975, "97.5%"),
        ("de", "columns", ["Name", "Straße"], "Name, Straße"),
        ("en", "columns", [], ""),
        ("en", "columns", {"b", "a"}, "a, b"),
        ("de", "at", datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "02.07.2026, 00:30"),
        ("en", "at", datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "2 Jul 2026, 00:30"),
        ("de", "on", date(2026, 11, 23), "Montag, 23. November 2026"),
        ("de", "ready", True, "ja"),
        ("en", "file", Path("/srv/drop"), "/srv/drop"),
    ],
)
def test_facts_are_written_as_the_reader_writes_them(language: str, name: str, value: object, told: str) -> None:
    words = Words.load(language, [shipped("templates")], BERLIN)
    assert words.fact(name, value) == told


def test_a_long_list_is_cut_and_says_so() -> None:
    told = Words.load("en", [shipped("templates")]).fact("columns", [f"c{place}" for place in range(16_384)])
    assert told.startswith("c0, c1, ")
    assert told.endswith("c19, … (+16,364)")


def test_a_fact_may_itself_be_a_code(tmp_path: Path) -> None:
    folder = lay(tmp_path, unavailable='[erp_away]\nen = "ERP {host} away."\nde = ""\n')
    assert Words.load("en", [folder]).fact("what", ("erp_away", {"host": "db"})) == "ERP db away."
    assert Words.load("en", [folder]).fact("what", ["erp_away", {"host": "db"}]) == "ERP db away."


@given(st.text())
def test_no_fact_can_break_the_line_or_fill_another_gap(text: str) -> None:
    words = Words("en", {"x": {"y": {"en": "a {name} z {other}"}}})
    said = words.say("x.y", name=text, other="o")
    assert said.isprintable()
    assert said.startswith("a ")
    assert said.endswith(" z o")
    assert not words.missing


def test_words_for_the_post_mask_addresses_in_facts_and_in_lists() -> None:
    words = Words("en", {"x": {"y": {"en": "{name}: {columns}"}}}).masking()
    said = words.say("x.y", name="list of max.muster@firma.de.csv", columns=["anna@b.de", "Name"])
    assert said == "list of m…r@firma.de.csv: a…a@b.de, Name"


@pytest.mark.parametrize(
    ("content", "code"),
    [("[x\n", "words_broken"), ('x = "text"\n', "words_not_a_table"), ("[x]\nen = 3\n", "words_not_a_table"),
     ('[x]\nenglish = "a"\n', "words_strange_key")],
)  # fmt: skip
def test_a_broken_words_file_names_itself(tmp_path: Path, content: str, code: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        Words.load("en", [lay(tmp_path, held=content)])
    assert caught.value.code == code
    assert str(caught.value.facts["file"]).endswith("held.toml")


def test_an_unknown_language_is_the_operators_mistake() -> None:
    with pytest.raises(Misconfigured, match="no_such_language"):
        Words.load("fr", [])


def test_every_form_of_a_sentence_has_a_language() -> None:
    assert sorted(KEYS) == ["de", "de_one", "en", "en_one"]
