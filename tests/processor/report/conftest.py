"""One rich receipt and one rich summary, and golden texts to compare with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from processor.domain.batch import Unusable, frame
from processor.domain.freshness import Freshness
from processor.domain.plan import CHANGES
from processor.domain.proof import Proof
from processor.domain.receipt import ROW_COLUMNS, Counts, Receipt, lines_of
from processor.domain.summary import (
    NUMBERS,
    Conflict,
    Fault,
    FileLine,
    GuardResult,
    NumberRow,
    Proposal,
    Summary,
    WaitingFile,
)
from processor.report.words import Words
from processor.shipped import shipped

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate-report", action="store_true", help="write the golden texts anew; review the diff")


@pytest.fixture(scope="session")
def berlin() -> ZoneInfo:
    return ZoneInfo("Europe/Berlin")


@pytest.fixture(params=["de", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def words(language: str, berlin: ZoneInfo) -> Words:
    return Words.load(language, [HERE / "words", shipped("templates")], berlin)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """Compare content with the committed file of that name, or write it when asked to."""

    def compare(name: str, content: bytes) -> None:
        path = HERE / "golden" / name
        if request.config.getoption("--regenerate-report", default=False):
            path.write_bytes(content)
        assert content.decode("utf-8-sig").splitlines() == path.read_bytes().decode("utf-8-sig").splitlines()
        assert content == path.read_bytes()

    return compare


def rows_of(lines: list[dict[str, object]]) -> pd.DataFrame:
    """Given some cells of each line, return lines (ROW_COLUMNS) with all of them."""
    absent = {"line": 0, "at": None, "outcome": "applied"}
    full = [{**dict.fromkeys(ROW_COLUMNS, ""), **absent, "line": place, **line} for place, line in enumerate(lines, 2)]
    return frame({name: [line[name] for line in full] for name in ROW_COLUMNS}, ROW_COLUMNS)


@pytest.fixture(scope="session")
def make_rows() -> Callable[[list[dict[str, object]]], pd.DataFrame]:
    return rows_of


@pytest.fixture
def rich_rows() -> pd.DataFrame:
    at = datetime(2026, 11, 22, 17, 4, 9, tzinfo=UTC)
    optout = {"event": "optout", "rule": "layout:mailchimp-unsubscribed", "at": at, "list": "Herbstbrief"}
    lines: list[dict[str, object]] = [
        {**optout, "address": f"kundin.{n}@müller-söhne.de", "detail": "set_no", "customers": f"customers:{1000 + n}"}
        for n in range(1, 6)
    ]
    lines += [
        {
            **optout,
            "address": "jörg.groß@example.com",
            "outcome": "already",
            "detail": "no_already",
            "customers": "customers:17 contacts:4",
        },
        {**optout, "address": "kundin.1@müller-söhne.de", "outcome": "already", "detail": "duplicate"},
        {
            **optout,
            "address": "niemand@example.org",
            "outcome": "in_advance",
            "detail": "suppressed",
            "reason": "no longer interested; moved",
        },
        {
            "event": "bounce",
            "bounce_class": "mailbox_unknown",
            "rule": "code:5.1.1",
            "address": "weg@example.net",
            "detail": "marked",
            "at": at,
            "mailing": "2026-47",
            "reason": "550 5.1.1 No such user",
            "customers": "customers:88",
        },
        {
            "event": "bounce",
            "bounce_class": "blocked",
            "rule": "code:5.7.1",
            "address": "gut@example.net",
            "outcome": "ignored",
            "detail": "senders_fault",
            "reason": "550 5.7.1 blocked using our list",
        },
        {
            "event": "ignored",
            "bounce_class": "auto_reply",
            "rule": "class:auto_reply",
            "address": "urlaub@example.net",
            "outcome": "ignored",
            "code": "sample_auto_reply",
        },
    ]
    rejected = {"event": "rejected", "outcome": "rejected", "rule": "address"}
    lines += [
        {**rejected, "address": "hans.meier.example.de", "code": "sample_no_at"},
        {**rejected, "address": "a@example.de b@example.de", "code": "sample_two"},
    ]
    for line in lines:
        line["canonical"] = "" if line["event"] == "rejected" else str(line["address"]).lower()
    return rows_of(lines)


def rich_changes(rows: pd.DataFrame) -> pd.DataFrame:
    """The changes of the ERP that the applied lines led to."""
    done = rows[rows["outcome"] == "applied"]
    target, key = zip(*(customer.split(":") for customer in done["customers"]), strict=True)
    bounced = done["event"] == "bounce"
    cells = dict.fromkeys(CHANGES, "") | {"line": done["line"], "canonical": done["canonical"], "target": target}
    cells |= {"key": [f"[{number}]" for number in key], "before": ["null" if mark else '"J"' for mark in bounced]}
    cells |= {"reason": ["mailbox_unknown" if mark else "optout" for mark in bounced]}
    cells["action"] = ["mark" if mark else "set_no" for mark in bounced]
    return frame({name: pd.Series(cells[name], index=done.index) for name in CHANGES}, CHANGES)


@pytest.fixture
def rich_receipt(rich_rows: pd.DataFrame) -> Receipt:
    pairs = zip(rich_rows["outcome"], rich_rows["detail"], strict=True)
    details: dict[tuple[str, str], int] = {}
    for pair in pairs:
        details[pair] = details.get(pair, 0) + 1
    endings = rich_rows["outcome"].value_counts().to_dict()
    return Receipt(
        id="20261123-0007",
        name="Abmeldungen KW 47.csv",
        folder="optouts",
        size=18_204,
        digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        received=NOW - timedelta(minutes=50),
        verdict="done",
        lines=lines_of(rich_rows, rich_changes(rich_rows)),
        counts=Counts(read=len(rich_rows), **endings),
        details=details,
        customers_changed=7,
        layout="mailchimp-unsubscribed",
        evidence=[
            ("sample_headings", {"headings": ["Email Address", "UNSUB_TIME"]}),
            ("sample_folder", {"folder": "optouts"}),
        ],
        shape={
            "container": "csv",
            "encoding": "UTF-8",
            "delimiter": ";",
            "sheets": [],
            "header_line": 1,
            "columns": {"Email Address": "address", "UNSUB_TIME": "at", "Herbstbrief": "list"},
            "dates": {"UNSUB_TIME": ("2026-11-22 17:04:09", 1_795_367_049_000_000)},
        },
        unusable={11: Unusable(11, "hans.meier.example.de", "optout", "", True)},
        warnings=[
            ("duplicates", {"count": 1}),
            ("shared_addresses", {"count": 1}),
            ("overlap", {"share": 0.97, "name": "Abmeldungen KW 46.csv", "at": NOW - timedelta(days=6)}),
            ("hint_typo", {"address": "niemand@gmial.com", "neighbour": "niemand@gmail.com"}),
            ("hint_plus_tag", {"address": "anna+news@example.de", "neighbour": "anna@example.de"}),
            ("hint_more", {"count": 4}),
        ],
        next=[
            ("next_visible", {"at": NOW - timedelta(minutes=49)}),
            ("next_export_within", {"count": 15}),
            ("next_export", {}),
            ("next_undo", {"id": "20261123-0007"}),
        ],
    )


def file_line(number: int, name: str, verdict: str, counts: Counts, **more: object) -> FileLine:
    values: dict[str, object] = {
        "id": f"20261123-{number:04}",
        "name": name,
        "folder": "optouts",
        "received": NOW - timedelta(hours=12 - number),
        "verdict": verdict,
        "layout": "mailchimp-unsubscribed",
        "counts": counts,
        "receipt": f"done/2026-11-23/{name}.receipt.txt",
    }
    return FileLine(**{**values, **more})  # type: ignore[arg-type]


@pytest.fixture
def rich_summary() -> Summary:
    held = file_line(
        3,
        "Sperrliste komplett.xlsx",
        "held",
        Counts(read=1412, held=1409, rejected=3),
        reasons=[("too_many_optouts", {"count": 1409, "ceiling": 262, "customers": 5240, "percent": 26.9})],
        receipt="held/Sperrliste komplett.xlsx.receipt.txt",
    )
    files = [
        file_line(1, "Abmeldungen KW 47.csv", "done", Counts(312, 287, 19, 4, 0, 0, 2)),
        file_line(2, "Abmeldungen KW 47 (1).csv", "already", Counts()),
        held,
        file_line(4, "Kunden max.mustermann@example.de.csv", "refused", Counts(), layout="", folder="",
                  reasons=[("sample_no_address", {"columns": ["Name", "Ort", "anna@example.de"]})],
                  receipt="refused/Kunden.why.txt"),
        file_line(5, "bounces-2026-11-22.csv", "done", Counts(140, 9, 3, 0, 127, 0, 1), folder="bounces",
                  layout="sendgrid-bounces"),
    ]  # fmt: skip
    figures = {
        "optouts": (291, 14, 38.4, 10412),
        "complaints": (1, 0, 0.3, 41),
        "bounces_marked": (9, 12, 10.1, 2210),
        "bounces_deleted": (2, 0, 0.7, 388),
        "bounces_counted": (31, 22, 25.6, 7011),
        "bounces_ignored": (98, 60, 71.0, 20977),
        "exported": (31, 27, 29.9, 18230),
        "rejected": (6, 0, 1.1, 301),
    }
    return Summary(
        day=date(2026, 11, 23),
        since=NOW - timedelta(days=1),
        until=NOW,
        verdict="attention",
        optouts=292,
        faulty=11,
        exported=31,
        todo=[
            ("decide_held", {"name": held.name, "id": held.id}),
            ("refused_file", {"name": files[3].name}),
            ("conflicts", {"count": 1}),
        ],
        held=[held],
        proposals=[
            Proposal("Quarantäne", "blocked", 3, "bounces-2026-11-22.csv"),
            Proposal('"; x = 1', "", 2, "bounces-2026-11-22.csv"),
            Proposal("Raus", "", 0, "Kunden max.mustermann@example.de.csv"),
            Proposal("anna@example.de raus", "", 1, "bounces-2026-11-22.csv"),
        ],
        words_file="/var/lib/abgleich/layouts/words.toml",
        proof=Proof(NOW, 1203, 48210, 4, 39120, 2, 2, 0, 1, 7.4, NOW - timedelta(days=2), {"missing_there": 12}),
        fresh=Freshness(17, NOW - timedelta(hours=1), "optouts_0412.csv", NOW - timedelta(hours=2), 1, 0),
        numbers=[NumberRow(name, *figures[name]) for name in NUMBERS],
        counts=Counts(1864, 296, 22, 4, 127, 1409, 6),
        guard=GuardResult(NOW - timedelta(minutes=2), 10_853, 5240, 0, 0.4),
        slowest_optout_seconds=252.0,
        oldest_waiting_seconds=11 * 3600 + 900.0,
        files=files,
        waiting=[WaitingFile("Export (läuft).xlsx", NOW - timedelta(minutes=3), "settling")],
        conflicts=[
            Conflict(("shared_address", {"customers": ["customers:1017", "contacts:4"]}), "familie.gross@example.com"),
            Conflict(("unknown_word", {"word": "Quarantäne", "name": "bounces-2026-11-22.csv", "count": 3})),
        ],
        faults=[
            Fault(
                ("erp_sample", {"database": "wawi", "why": "login of abgleich@wawi.example.de refused"}),
                NOW - timedelta(hours=5, minutes=50),
                NOW - timedelta(hours=4, minutes=31),
            )
        ],
        worth_a_call=[
            ("einkauf@groß-handel.de", "customers:88", "mailbox_unknown"),
            ("info@bäckerei-lang.example", "contacts:1204", "domain_dead"),
        ],
        version="0.1.0",
        started=NOW - timedelta(days=6, hours=3),
        rounds=2880,
        last_export=("new-subscribers-000412.csv", 31, NOW - timedelta(minutes=12)),
        suppressions_known_until=NOW - timedelta(minutes=50),
        free_bytes=41_300_000_000,
    )
