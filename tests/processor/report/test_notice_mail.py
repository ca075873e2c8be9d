"""Urgent notices: held, refused, away, back again."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from processor.domain.summary import Fault, FileLine, Summary
from processor.report.notice import notice_mail
from processor.report.subject import fault_line, over_line
from processor.report.words import Words

SINCE = datetime(2026, 11, 23, 6, 10, tzinfo=ZoneInfo("Europe/Berlin"))
AWAY = Fault(("erp_sample", {"database": "wawi", "why": "refused for abgleich@wawi.example.de"}), SINCE, None)


def notice(about: FileLine | Fault, words: Words, zone: ZoneInfo) -> tuple[str, str, str]:
    message = notice_mail(
        about, words, zone, at=SINCE + timedelta(minutes=1), sender="abgleich@example.com", to=["it@example.com"],
        message_id="<held.1@example.com>",
    )  # fmt: skip
    assert message["Auto-Submitted"] == "auto-generated"
    assert words.missing == set()
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    return str(message["Subject"]), " ".join(text.get_content().split()), " ".join(html.get_content().split())


def test_a_held_file_asks_at_once_with_both_commands(rich_summary: Summary, words: Words, berlin: ZoneInfo) -> None:
    held = rich_summary.held[0]
    subject, text, html = notice(held, words, berlin)
    told = {"de": "ACHTUNG – 1 Datei wartet auf Entscheidung", "en": "ATTENTION – 1 file waits for a decision"}
    assert subject == f"[newsletter] {told[words.language]}"
    for shown in (text, html):
        assert f"abgleich release {held.id}" in shown
        assert f"abgleich discard {held.id}" in shown
        assert words.worded("held", held.reasons[0]) in shown
        assert words.say("summary.held_unanswered") in shown


def test_a_refused_file_is_told_with_its_reason_and_without_commands(
    rich_summary: Summary, words: Words, berlin: ZoneInfo
) -> None:
    refused = rich_summary.files[3]
    subject, text, _ = notice(refused, words, berlin)
    assert subject.endswith({"de": "1 Datei abgelehnt", "en": "1 file refused"}[words.language])
    assert "a…a@example.de" in text
    assert "abgleich release" not in text


def test_a_fault_is_told_once_when_it_begins(words: Words, berlin: ZoneInfo) -> None:
    subject, text, html = notice(AWAY, words, berlin)
    told = {"de": "STÖRUNG – ERP seit 06:10 nicht erreichbar", "en": "FAULT – ERP not reachable since 06:10"}
    assert subject == f"[newsletter] {told[words.language]}"
    assert words.say("summary.fault_after") in text
    assert "a…h@wawi.example.de" in text
    assert "abgleich@wawi" not in text + html


def test_a_fault_is_told_once_when_it_is_over(words: Words, berlin: ZoneInfo) -> None:
    subject, text, _ = notice(dataclasses.replace(AWAY, until=SINCE + timedelta(minutes=75)), words, berlin)
    told = {"de": "BEHOBEN – ERP wieder erreichbar", "en": "OVER – ERP reachable again"}
    assert subject == f"[newsletter] {told[words.language]}"
    assert "1 h 15 min" in text


TRUE = {
    ("erp_away", ""): ("ERP not reachable since 06:10", "ERP seit 06:10 nicht erreichbar"),
    ("erp_commit_unknown", ""): ("ERP not reachable since 06:10", "ERP seit 06:10 nicht erreichbar"),
    ("erp_locked", ""): ("ERP records locked since 06:10", "ERP-Datensätze seit 06:10 gesperrt"),
    ("erp_busy", ""): ("ERP records edited by others since 06:10", "ERP-Datensätze seit 06:10 von anderen bearbeitet"),
    ("erp_refuses", ""): ("ERP refuses since 06:10", "ERP verweigert sich seit 06:10"),
    ("erp_refuses", "k [1]"): ("ERP refuses a record since 06:10", "ERP verweigert seit 06:10 einen Datensatz"),
    ("erp_write_reverted", ""): (
        "ERP reverts what is written since 06:10",
        "ERP macht seit 06:10 Geschriebenes rückgängig",
    ),
    ("erp_key_not_unique", ""): (
        "a key picks several ERP records since 06:10",
        "ein Schlüssel trifft seit 06:10 mehrere ERP-Datensätze",
    ),
    ("erp_kept_cut", ""): (
        "ERP has no room for an address to be kept since 06:10",
        "ERP hat seit 06:10 keinen Platz für eine aufzuhebende Adresse",
    ),
}


@pytest.mark.parametrize(("code", "row"), TRUE)
def test_the_subject_says_what_is_true_of_the_erp(code: str, row: str, words: Words, berlin: ZoneInfo) -> None:
    facts = {"why": "x", "target": "k", "key": "[1]", "name": "a.csv", "column": "c"} | ({"row": row} if row else {})
    fault = Fault((code, facts), SINCE, None)
    assert fault_line(fault, None, words, berlin) == TRUE[code, row][words.language == "de"]
    over = over_line(fault, words)
    assert ("again" in over or "any more" in over) if words.language == "en" else ("wieder" in over or "mehr" in over)
    assert ("reachable" in over or "erreichbar" in over) == (code in ("erp_away", "erp_commit_unknown"))


@pytest.mark.parametrize("evil", ["a\r\nBcc: x@example.com", "<script>", "\u202etxt.exe", "x" * 4000])
def test_a_file_name_reaches_neither_subject_nor_tags(
    evil: str, rich_summary: Summary, words: Words, berlin: ZoneInfo
) -> None:
    subject, text, html = notice(dataclasses.replace(rich_summary.held[0], name=evil, folder=evil), words, berlin)
    assert subject == notice(rich_summary.held[0], words, berlin)[0]
    assert "<script>" not in html
    assert text.isprintable()
    assert html.isprintable()
