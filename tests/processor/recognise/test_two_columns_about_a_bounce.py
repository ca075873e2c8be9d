"""Where two columns speak about one bounce, the address gets the benefit of the doubt."""

from __future__ import annotations

import io
from datetime import UTC

import pytest

from processor.read import read
from processor.recognise import recognise


def classes(label: str, reason: str) -> tuple[str, str]:
    file = f"Email,Bounce Type,Reason\nanna@example.com,{label},{reason}\nbert@example.com,hard,\n"
    batch = recognise(read(io.BytesIO(file.encode()), "bounces.csv"), "bounces.csv", "", UTC)
    first = batch.rows.iloc[0]
    return first["event"], first["bounce_class"]


@pytest.mark.parametrize(
    ("label", "reason", "expected"),
    [
        ("hard", "", ("bounce", "mailbox_unknown")),
        ("hard", "550 5.1.1 user unknown", ("bounce", "mailbox_unknown")),
        ("hard", "550 5.7.1 blocked using a public list", ("bounce", "blocked")),
        ("hard", "blocked", ("bounce", "blocked")),
        ("hard", "Mailbox full", ("bounce", "mailbox_full")),
        ("hard", "Message rejected as spam", ("bounce", "content")),
        ("soft", "452 4.2.2 mailbox full", ("bounce", "mailbox_full")),
        ("soft", "550 5.1.1 user unknown", ("bounce", "temporary")),
        ("hard", "out of office", ("ignored", "auto_reply")),
    ],
)
def test_a_label_never_makes_a_gentler_reason_harsher(label: str, reason: str, expected: tuple[str, str]) -> None:
    assert classes(label, reason) == expected
