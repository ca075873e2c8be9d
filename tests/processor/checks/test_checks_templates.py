from __future__ import annotations

import pytest


def own(world, tmp_path, **files):
    world["templates"] = tmp_path / "own"
    (tmp_path / "own" / "words").mkdir(parents=True)
    for name, content in files.items():
        path = tmp_path / "own" / name.replace("__", "/").replace("_", ".")
        path.write_text(content, encoding="utf-8")


def test_own_templates_that_work_are_said(world, found, tmp_path):
    own(world, tmp_path, receipt_txt_j2="{{ receipt.name }}\n", words__summary_toml='[verdict_ok]\nen = "FINE"\n')
    assert "templates_own" in found(world)


@pytest.mark.parametrize("content", ["{% if %}", "{{ receipt.nome }}", "{{ nobody }}", "{{ 1 / 0 }}"])
def test_a_broken_template_is_named(world, found, tmp_path, content):
    own(world, tmp_path, receipt_txt_j2=content)
    finding = found(world)["trouble"]
    assert (finding.level, finding.facts["cause"]) == ("error", "template_broken")
    assert "receipt.txt.j2" in str(finding.facts["told"])


@pytest.mark.parametrize("name", ["why_txt_j2", "summary_html_j2", "summary_txt_j2", "notice_txt_j2", "notice_html_j2"])
def test_every_template_is_tried(world, found, tmp_path, name):
    own(world, tmp_path, **{name: "{{ nobody }}"})
    assert found(world)["trouble"].facts["cause"] == "template_broken"


def test_a_template_under_a_wrong_name_is_warned_of(world, found, tmp_path):
    own(world, tmp_path, reciept_txt_j2="x", words__sumary_toml='[verdict_ok]\nen = "FINE"\n')
    assert found(world)["template_unknown"].level == "warn"


def test_a_words_file_that_cannot_be_read_is_named_and_the_rest_is_told_in_our_words(world, found, tmp_path):
    own(world, tmp_path, words__summary_toml="[verdict_ok\n")
    codes = found(world)
    assert codes["trouble"].facts["cause"] == "words_broken"
    assert "mail_next" in codes


@pytest.mark.parametrize("sentence", ["{files} held", "{count held"])
def test_a_gap_nobody_fills_is_found_before_it_is_said(world, found, tmp_path, sentence):
    own(world, tmp_path, words__summary_toml=f'[subject_held]\nde = "{sentence}"\n')
    assert found(world)["word_gap"].facts["word"] == "summary.subject_held"


def test_a_sentence_nobody_says_is_warned_of(world, found, tmp_path):
    own(world, tmp_path, words__summary_toml='[subjekt]\nen = "x"\n')
    assert found(world)["word_unknown"].level == "warn"


def test_a_missing_templates_folder_is_an_error(world, found, tmp_path):
    world["templates"] = tmp_path / "gone"
    assert "templates_missing" in found(world).errors
