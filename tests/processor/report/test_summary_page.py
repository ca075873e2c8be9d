"""The summary's HTML in a real browser: nothing sticks out at phone width, and something is to be seen."""

from __future__ import annotations

import dataclasses
import html as html_entities
import json
import re
import shutil
import struct
import subprocess
import zlib
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from processor.domain.summary import NumberRow, Summary
from processor.report.notice import notice_mail
from processor.report.summary import summary_html
from processor.report.words import Words

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
WIDTHS = (1200, 390)
PROBE = """<script>addEventListener("load", () => {
  const wide = [...document.querySelectorAll("td, th, p, h1, h2, span")]
    .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5);
  const style = getComputedStyle(document.querySelector(".card"));
  document.title = JSON.stringify({scroll: document.documentElement.scrollWidth, client: innerWidth,
    wide: wide.map((one) => one.textContent.slice(0, 60)), card: style.backgroundColor,
    sheet: document.querySelector(".sheet").getBoundingClientRect().toJSON()});
});</script>"""


@pytest.fixture(scope="session")
def browser() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(
            "No Chromium found, so nobody has looked at the summary. Install one: apt-get install -y "
            "--no-install-recommends chromium-headless-shell fonts-liberation fonts-noto-color-emoji"
        )
    return found


def run(browser: str, home: Path, *arguments: str) -> str:
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage",
               f"--user-data-dir={home / 'profile'}", *arguments]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True, cwd=home).stdout


def looked_at(browser: str, page: str, width: int, home: Path, *more: str) -> dict[str, object]:
    """Open the page at a phone's or desk's width; return what its own script measured.

    An old headless mode never gets narrower than its minimal window, so the page lies in a frame of exactly `width`.
    """
    (home / "page.html").write_text(page.replace("</body>", f"{PROBE}</body>"), encoding="utf-8")
    frame = (
        f'<!doctype html><body style="margin:0"><iframe src="page.html" width="{width}" height="3000" '
        'style="border:0"></iframe><script>addEventListener("load", () => '
        "{ document.title = frames[0].document.title; });</script></body>"
    )
    (home / "frame.html").write_text(frame, encoding="utf-8")
    arguments = ("--allow-file-access-from-files", "--dump-dom", "--virtual-time-budget=3000", *more)
    dom = run(browser, home, *arguments, f"file://{home / 'frame.html'}")
    title = re.search(r"<title>(.*?)</title>", dom, re.S)
    assert title is not None, dom[:500]
    measured: dict[str, object] = json.loads(html_entities.unescape(title.group(1)))
    return measured


def distinct_rows(png: Path) -> set[bytes]:
    """The distinct rows of an 8-bit PNG (W3C PNG specification), still filtered: few of them in a blank picture."""
    content = png.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, kind = struct.unpack(">IIBB", content[16:26])
    assert (depth, kind) in {(8, 2), (8, 6)}
    size = 3 if kind == 2 else 4
    chunks, place = b"", 8
    while place < len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        if content[place + 4 : place + 8] == b"IDAT":
            chunks += content[place + 8 : place + 8 + length]
        place += length + 12
    raw = zlib.decompress(chunks)
    stride = width * size + 1
    return {raw[row * stride + 1 : (row + 1) * stride] for row in range(height)}


def heavy(summary: Summary) -> Summary:
    """The same summary with the largest numbers and the longest unbroken words that may come."""
    numbers = [NumberRow(row.name, 123_456, 1_234_567, 123_456.7, 12_345_678) for row in summary.numbers]
    long = "Ab" * 120
    files = [
        dataclasses.replace(file, name=f"{long}.csv", folder=long, layout=long, receipt=f"done/{long}")
        for file in summary.files
    ]
    return dataclasses.replace(
        summary, numbers=numbers, files=files, held=[dataclasses.replace(summary.held[0], name=long, id=long[:40])],
        todo=[("refused_file", {"name": long})], version=long, last_export=(long, 12_345_678, summary.since),
        worth_a_call=[(f"{long}@{long}.example", f"customers:{long}", "moved")],
    )  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("load", ["rich", "heavy"])
def test_nothing_sticks_out(
    width: int, load: str, browser: str, rich_summary: Summary, words: Words, berlin: ZoneInfo, tmp_path: Path
) -> None:
    summary = rich_summary if load == "rich" else heavy(rich_summary)
    seen = looked_at(browser, summary_html(summary, words, berlin), width, tmp_path)
    assert seen["client"] == width
    assert seen["wide"] == []
    assert seen["scroll"] == width


def test_on_a_desk_the_sheet_stands_in_the_middle(
    browser: str, rich_summary: Summary, words: Words, berlin: ZoneInfo, tmp_path: Path
) -> None:
    sheet = looked_at(browser, summary_html(rich_summary, words, berlin), 1200, tmp_path)["sheet"]
    assert isinstance(sheet, dict)
    assert sheet["width"] == 680
    assert abs(sheet["left"] + sheet["right"] - 1200) <= 1


def test_a_dark_client_gets_a_dark_page(
    browser: str, rich_summary: Summary, words: Words, berlin: ZoneInfo, tmp_path: Path
) -> None:
    page = summary_html(rich_summary, words, berlin)
    light = looked_at(browser, page, 390, tmp_path, "--blink-settings=preferredColorScheme=1")
    dark = looked_at(browser, page, 390, tmp_path, "--blink-settings=preferredColorScheme=0")
    assert light["card"] == "rgb(255, 255, 255)"
    assert dark["card"] == "rgb(30, 36, 38)"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_picture_is_not_blank(
    width: int, browser: str, rich_summary: Summary, words: Words, berlin: ZoneInfo, tmp_path: Path
) -> None:
    page, picture = tmp_path / "summary.html", tmp_path / f"summary-{words.language}-{width}.png"
    page.write_text(summary_html(rich_summary, words, berlin), encoding="utf-8")
    run(browser, tmp_path, f"--window-size={width},2600", f"--screenshot={picture}", f"file://{page}")
    assert len(distinct_rows(picture)) > 500


def test_a_notice_fits_a_phone(
    browser: str, rich_summary: Summary, words: Words, berlin: ZoneInfo, tmp_path: Path
) -> None:
    message = notice_mail(
        rich_summary.held[0], words, berlin, at=rich_summary.until, sender="a@example.com", to=["b@example.com"],
        message_id="<1@example.com>",
    )  # fmt: skip
    body = message.get_body(("html",))
    assert body is not None
    seen = looked_at(browser, body.get_content(), 390, tmp_path)
    assert (seen["wide"], seen["scroll"]) == ([], 390)
