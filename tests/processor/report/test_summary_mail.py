"""The daily summary: golden texts, subject, order, sums, masking, and what hostile names must not achieve."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processor.domain.receipt import OUTCOMES, Counts
from processor.domain.summary import Conflict, Fault, Summary, WaitingFile
from processor.errors import Misconfigured
from processor.report.status import status_html, status_text
from processor.report.subject import verdict_line
from processor.report.summary import FILES_LIMIT, summary_html, summary_json, summary_mail, summary_text
from processor.report.words import Words
from processor.shipped import shipped

once_each_language = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None
)
ADDRESSES = ("max.mustermann", "familie.gross", "einkauf@", "info@", "anna@", "abgleich@wawi")


def mail_of(summary: Summary, words: Words, zone: ZoneInfo) -> EmailMessage:
    return summary_mail(
        summary,
        words,
        zone,
        sender="abgleich <abgleich@example.com>",
        to=["it@example.com", "chef@example.com"],
        message_id="<summary.2026-11-23.7f3a@example.com>",
    )


def parts_of(message: EmailMessage) -> dict[str, str]:
    """What arrives: the decoded content of each part, after a trip over the wire."""
    arrived = email.message_from_bytes(message.as_bytes(), policy=email.policy.default)
    return {
        part.get_content_type(): part.get_payload(decode=True).decode("utf-8")
        for part in arrived.walk()
        if not part.is_multipart()
    }


class Page(HTMLParser):
    """Collects what a page shows, and every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.shown: list[str] = []
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._hidden += tag in ("style", "title")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.shown.append(" ".join(data.split()))


def test_the_rich_summary_reads_as_reviewed(
    rich_summary: Summary, words: Words, berlin: ZoneInfo, golden: Callable[[str, bytes], None]
) -> None:
    golden(f"summary.{words.language}.txt", summary_text(rich_summary, words, berlin).encode())
    golden(f"summary.{words.language}.html", summary_html(rich_summary, words, berlin).encode())
    golden(f"summary.{words.language}.json", summary_json(rich_summary, words))
    assert words.missing == set()


def test_the_mail_has_text_and_html_side_by_side_and_a_copy_for_machines(
    rich_summary: Summary, words: Words, berlin: ZoneInfo
) -> None:
    message = mail_of(rich_summary, words, berlin)
    shape = [part.get_content_type() for part in message.walk()]
    assert shape == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/json"]
    assert [part.get_filename() for part in message.iter_attachments()] == ["summary-2026-11-23.json"]
    parts = parts_of(message)
    assert parts["text/plain"].replace("\r\n", "\n") == summary_text(rich_summary, words, berlin)
    assert json.loads(parts["application/json"])["day"] == "2026-11-23"


def test_the_headers_are_those_of_a_robot_that_can_be_recognised(
    rich_summary: Summary, words: Words, berlin: ZoneInfo
) -> None:
    message = mail_of(rich_summary, words, berlin)
    assert message["Message-ID"] == "<summary.2026-11-23.7f3a@example.com>"
    assert message["Date"] == "Mon, 23 Nov 2026 07:00:00 +0100"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["To"] == "it@example.com, chef@example.com"
    assert message["Content-Language"] == words.language


def test_the_same_values_give_the_same_bytes(rich_summary: Summary, words: Words, berlin: ZoneInfo) -> None:
    assert mail_of(rich_summary, words, berlin).as_bytes() == mail_of(rich_summary, words, berlin).as_bytes()


def test_every_line_on_the_wire_is_short_ascii(rich_summary: Summary, words: Words, berlin: ZoneInfo) -> None:
    """RFC 5322 2.1.1: no line longer than 998; no server has to promise 8BITMIME."""
    lines = mail_of(rich_summary, words, berlin).as_bytes().split(b"\r\n")
    assert max(len(line) for line in lines) <= 998
    assert all(line.isascii() for line in lines)


def as_ok(summary: Summary, **more: object) -> Summary:
    quiet = {"verdict": "ok", "todo": (), "held": (), "conflicts": (), "faults": (), "waiting": (), "files": ()}
    return dataclasses.replace(summary, **{**quiet, **more})


@pytest.mark.parametrize(
    ("changes", "german", "english"),
    [
        ({"optouts": 14, "faulty": 9, "exported": 31}, "OK – 14 Abmeldungen, 9 fehlerhaft, 31 neu",
         "OK – 14 opt-outs, 9 faulty, 31 new"),
        ({"optouts": 1, "faulty": 0, "exported": 1200}, "OK – 1 Abmeldung, 0 fehlerhaft, 1.200 neu",
         "OK – 1 opt-out, 0 faulty, 1,200 new"),
        ({"verdict": "attention", "held": "one"}, "ACHTUNG – 1 Datei wartet auf Entscheidung",
         "ATTENTION – 1 file waits for a decision"),
        ({"verdict": "attention", "optouts": 1, "faulty": 2, "exported": 3},
         "ACHTUNG – 1 Abmeldung, 2 fehlerhaft, 3 neu",
         "ATTENTION – 1 opt-out, 2 faulty, 3 new"),
        ({"verdict": "fault", "faults": ["erp_sample"]}, "STÖRUNG – ERP seit 06:10 nicht erreichbar",
         "FAULT – ERP not reachable since 06:10"),
        ({"verdict": "fault", "faults": ["smtp_away", "erp_sample"]},
         "STÖRUNG – Mailserver seit 06:10 nicht erreichbar (und 1 weitere)",
         "FAULT – mail server not reachable since 06:10 (and 1 more)"),
        ({"verdict": "fault", "faults": ["odd_thing"]}, "STÖRUNG – etwas ist seit 06:10 nicht erreichbar",
         "FAULT – something has not been reachable since 06:10"),
    ],
)  # fmt: skip
def test_the_subject_is_the_verdict_and_the_numbers(
    changes: dict[str, object], german: str, english: str, rich_summary: Summary, words: Words, berlin: ZoneInfo
) -> None:
    since = rich_summary.until - timedelta(minutes=50)
    changes = dict(changes)
    if "held" in changes:
        changes["held"] = rich_summary.held
    if "faults" in changes:
        facts = {"database": "x", "why": "y", "host": "x"}
        changes["faults"] = [Fault((code, facts), since, None) for code in changes["faults"]]  # type: ignore[attr-defined]
    summary = as_ok(rich_summary, **changes)
    expected = german if words.language == "de" else english
    assert verdict_line(summary, words, berlin) == expected
    assert mail_of(summary, words, berlin)["Subject"] == f"[newsletter] {expected}"


def test_a_fault_of_yesterday_names_its_day(rich_summary: Summary, words: Words, berlin: ZoneInfo) -> None:
    fault = Fault(("erp_sample", {"database": "x", "why": "y"}), rich_summary.until - timedelta(days=2), None)
    line = verdict_line(as_ok(rich_summary, verdict="fault", faults=[fault]), words, berlin)
    assert words.moment(fault.since) in line


@pytest.mark.parametrize("part", ["text", "html"])
def test_everything_is_in_the_promised_order(part: str, rich_summary: Summary, words: Words, berlin: ZoneInfo) -> None:
    shown = summary_text(rich_summary, words, berlin).splitlines()
    if part == "html":
        shown = Page(summary_html(rich_summary, words, berlin)).shown
    heads = ("todo", "held", "numbers", "promises", "files", "conflicts", "calls", "service")
    places = [shown.index(words.say(f"summary.head_{head}")) for head in heads]
    assert places == sorted(places)


def test_a_day_without_anything_says_in_words_that_there_is_nothing_to_do(
    rich_summary: Summary, words: Words, berlin: ZoneInfo
) -> None:
    quiet = as_ok(
        rich_summary, counts=Counts(), worth_a_call=(), last_export=None, suppressions_known_until=None,
        slowest_optout_seconds=None, oldest_waiting_seconds=None, late_by_days=2,
    )  # fmt: skip
    for shown in (summary_text(quiet, words, berlin), " ".join(Page(summary_html(quiet, words, berlin)).shown)):
        for code in ("nothing_to_do", "no_files", "no_conflicts", "oldest_none", "slowest_none", "export_never"):
            assert words.say(f"summary.{code}") in shown
        assert words.say("summary.late", count=2) in shown
        assert words.say("summary.head_held") not in shown
    assert words.missing == set()


@given(lines=st.fixed_dictionaries({outcome: st.integers(0, 10**7) for outcome in OUTCOMES}))
@once_each_language
def test_the_printed_sum_adds_up(lines: dict[str, int], rich_summary: Summary, words: Words, berlin: ZoneInfo) -> None:
    counts = Counts(read=sum(lines.values()), **lines)
    text = " ".join(summary_text(dataclasses.replace(rich_summary, counts=counts), words, berlin).split())
    start = text.index(words.say("summary.number_rejected"))
    whole, parts = re.search(r"([\d.,]+) \w+ \w+ = (.*?) - ?-", text[start:]).groups()
    numbers = [int(re.sub(r"\D", "", number)) for number in re.findall(r"(?:^|\+ )([\d.,]+) ", parts)]
    assert len(numbers) == len(OUTCOMES)
    assert sum(numbers) == int(re.sub(r"\D", "", whole)) == counts.read


def test_no_address_is_readable_in_any_part_of_the_mail(rich_summary: Summary, words: Words, berlin: ZoneInfo) -> None:
    message = mail_of(rich_summary, words, berlin)
    pages = [
        *parts_of(message).values(),
        status_text(rich_summary, words, berlin),
        status_html(rich_summary, words, berlin),
    ]
    for content in pages:
        assert [address for address in ADDRESSES if address in content] == []
        assert "m…n@example.de" in content
        assert "f…s@example.com" in content
    assert "@" not in str(message["Subject"])


@given(
    local=st.from_regex(r"[a-z][a-z0-9.+_-]{2,20}[a-z]", fullmatch=True),
    domain=st.sampled_from(["firma.de", "groß.de"]),
)
@once_each_language
def test_wherever_an_address_hides_it_is_masked(
    local: str, domain: str, rich_summary: Summary, words: Words, berlin: ZoneInfo
) -> None:
    address = f"{local}qzq@{domain}"
    hidden = dataclasses.replace(
        rich_summary,
        worth_a_call=[(address, f"customers:{address}", "moved")],
        conflicts=[Conflict(("unknown_word", {"word": f"<{address}>", "name": address, "count": 1}), address)],
        waiting=[WaitingFile(f"{address}.csv", rich_summary.since, "open")],
        files=[dataclasses.replace(rich_summary.files[3], name=f"({address})", reasons=[("x_x", {"who": [address]})])],
        todo=[("refused_file", {"name": address})],
        faults=[Fault(("erp_sample", {"database": address, "why": address}), rich_summary.since, None)],
        last_export=(address, 1, rich_summary.since),
    )
    message = mail_of(hidden, words, berlin)
    for content in [str(message["Subject"]), *parts_of(message).values()]:
        assert f"{local}qzq" not in content


HOSTILE = (
    *("a\r\nBcc: evil@example.com", "a\nSubject: owned", "\r\n\r\n<html>", "<script>alert(1)</script>"),
    *("<img src=x onerror=1>", '"><a href="http://evil.example">x</a>', "'onmouseover='1", "<!--", "]]>", "&lt;b&gt;"),
    *("</td></tr></table><h1>OK</h1>", "<style>*{display:none}</style>", "<link rel=stylesheet href=//evil.example>"),
    *("\u202egpj.exe", "\u2066x\u2069", "\u200b", "\ufeff", "\x00", "\x1b[31m", "\x08\x08", "\ud800", "😀" * 50),
    *("a\u2028b", "a\u2029b", "a\x85b", "a\x0bb", "a\x0cb", "x" * 4000, "=?utf-8?q?=0D=0ABcc:_x?="),
    *("{{ 7*7 }}", "{% raw %}", "${7*7}", "%s%n", "=1+1", "javascript:alert(1)", "url(http://evil.example)"),
)


def with_names(summary: Summary, evil: str) -> Summary:
    """The same summary, every foreign text in it replaced."""
    columns = [("sample_no_address", {"columns": [evil]})]
    files = [
        dataclasses.replace(file, name=evil, folder=evil, layout=evil, receipt=evil, id=evil)
        for file in (*summary.files[:3], dataclasses.replace(summary.files[3], reasons=columns), summary.files[4])
    ]
    return dataclasses.replace(
        summary, files=files, held=[dataclasses.replace(summary.held[0], name=evil, folder=evil, id=evil)],
        todo=[("refused_file", {"name": evil})], waiting=[WaitingFile(evil, summary.since, "open")],
        conflicts=[Conflict(("unknown_word", {"word": evil, "name": evil, "count": 1}), evil)],
        faults=[Fault(("erp_sample", {"database": evil, "why": evil}), summary.since, None)],
        worth_a_call=[(evil, evil, "moved")], last_export=(evil, 1, summary.since), version=evil,
    )  # fmt: skip


def visible_lines(text: str) -> Iterator[str]:
    return (line for line in text.replace("\r\n", "\n").split("\n"))


@given(evil=st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_no_foreign_text_adds_a_header_a_tag_a_line_or_an_invisible_sign(
    evil: str, rich_summary: Summary, words: Words, berlin: ZoneInfo
) -> None:
    plain = mail_of(with_names(rich_summary, "plain"), words, berlin)
    message = mail_of(with_names(rich_summary, evil), words, berlin)
    arrived = email.message_from_bytes(message.as_bytes(), policy=email.policy.default)
    assert arrived.items() == plain.items()
    assert [part.get_content_type() for part in arrived.walk()] == [part.get_content_type() for part in plain.walk()]
    parts, harmless = parts_of(message), parts_of(plain)
    assert Page(parts["text/html"]).tags == Page(harmless["text/html"]).tags
    assert all(line.isprintable() for line in visible_lines(parts["text/plain"]))
    assert all(line.isprintable() for line in visible_lines(parts["text/html"]))
    assert all(line.isprintable() for line in visible_lines(parts["application/json"]))
    json.loads(parts["application/json"])


def test_the_page_asks_for_nothing_from_outside(rich_summary: Summary, words: Words, berlin: ZoneInfo) -> None:
    html = summary_html(rich_summary, words, berlin)
    tags = Page(html).tags
    assert {tag for tag, _ in tags}.isdisjoint(
        {"script", "img", "link", "iframe", "object", "form", "a", "svg", "base"}
    )
    assert all(not {"src", "href", "background", "onclick"} & set(attributes) for _, attributes in tags)
    assert re.search(r"url\(|@import|https?:", html) is None


def test_the_look_is_in_the_tags_where_mail_clients_want_it(
    rich_summary: Summary, words: Words, berlin: ZoneInfo
) -> None:
    html = summary_html(rich_summary, words, berlin)
    cells = [attributes for tag, attributes in Page(html).tags if tag in ("td", "h1", "h2", "p")]
    assert all(attributes.get("style") for attributes in cells)
    assert "prefers-color-scheme: dark" in html
    assert "max-width: 480px" in html


def test_many_files_are_cut_in_the_mail_and_whole_in_the_copy(
    rich_summary: Summary, words: Words, berlin: ZoneInfo
) -> None:
    one, since = rich_summary.files[0], rich_summary.since
    files = [
        dataclasses.replace(one, name=f"file-{n:04}.csv", received=since + timedelta(seconds=n)) for n in range(500)
    ]
    summary = dataclasses.replace(rich_summary, files=files)
    text = summary_text(summary, words, berlin)
    assert len(set(re.findall(r"/(file-\d{4}\.csv)\n", text))) == FILES_LIMIT
    assert "file-0499.csv" in text
    assert words.say("summary.files_more", count=500 - FILES_LIMIT) in text
    assert len(json.loads(summary_json(summary, words))["files"]) == 500


def test_the_operators_template_wins_and_uses_our_values(
    tmp_path: Path, rich_summary: Summary, berlin: ZoneInfo
) -> None:
    (tmp_path / "summary.txt.j2").write_text("{{ headline }} / {{ number(summary.counts.read) }}", encoding="utf-8")
    words = Words.load("en", [tmp_path, shipped("templates")], berlin)
    expected = "1 file waits for a decision, 1 file refused, 1 contradiction / 1,864\n"
    assert summary_text(rich_summary, words, berlin) == expected


@pytest.mark.parametrize(
    "content", ["{{ no_such_value }}", "{% if %}", "{{ summary.nothing }}", "{{ 1/0 }}", "{% include 'x' %}"]
)
def test_a_broken_template_is_the_operators_and_names_itself(
    content: str, tmp_path: Path, rich_summary: Summary, berlin: ZoneInfo
) -> None:
    (tmp_path / "summary.txt.j2").write_text(content, encoding="utf-8")
    words = Words.load("en", [tmp_path, shipped("templates")], berlin)
    with pytest.raises(Misconfigured) as caught:
        summary_text(rich_summary, words, berlin)
    assert caught.value.code == "template_broken"
    assert "summary.txt.j2" in str(caught.value.facts["file"])


def test_the_status_is_the_summary_under_another_head(rich_summary: Summary, words: Words, berlin: ZoneInfo) -> None:
    summary, status = summary_text(rich_summary, words, berlin), status_text(rich_summary, words, berlin)
    assert summary.split("\n", 1)[1] == status.split("\n", 1)[1]
    assert status.startswith(words.say("summary.title_status"))
    assert words.say("summary.title_status") in status_html(rich_summary, words, berlin)


def test_a_summary_for_nobody_can_still_be_filed(rich_summary: Summary, words: Words, berlin: ZoneInfo) -> None:
    message = summary_mail(rich_summary, words, berlin, sender="a@example.com", to=[], message_id="<1@example.com>")
    assert message["To"] is None
    assert b"multipart/mixed" in message.as_bytes()


@pytest.mark.parametrize("header", ["sender", "to", "message_id", "subject_prefix"])
def test_a_configured_header_with_a_line_end_is_an_error_and_not_a_second_header(
    header: str, rich_summary: Summary, words: Words, berlin: ZoneInfo
) -> None:
    evil = "x@example.com\r\nBcc: evil@example.com"
    values = {"sender": "a@example.com", "to": ["b@example.com"], "message_id": "<1@example.com>"}
    with pytest.raises(ValueError, match=r"linefeed|line"):
        summary_mail(rich_summary, words, berlin, **{**values, header: [evil] if header == "to" else evil})  # type: ignore[arg-type]
