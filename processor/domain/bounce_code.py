"""What the codes of mail servers mean: literal tables of enhanced (5.1.1) and of basic (550) status codes."""

from __future__ import annotations

import re
from collections.abc import Mapping

# RFC 3463 and the IANA registry "SMTP Enhanced Status Codes"; 5.7.5xx and 5.4.3xx are Exchange Online's own.
_ENHANCED: Mapping[str, str] = {
    "5.1.1": "mailbox_unknown",
    **dict.fromkeys(("5.1.2", "5.1.10", "5.4.4", "5.4.310"), "domain_dead"),
    "5.1.3": "address_invalid",
    **dict.fromkeys(("5.1.6", "5.7.17", "5.7.18"), "moved"),
    "5.2.1": "mailbox_disabled",
    **dict.fromkeys(("5.2.2", "4.2.2"), "mailbox_full"),
    **dict.fromkeys(("5.2.3", "5.3.4"), "content"),
    **dict.fromkeys(("5.1.7", "5.1.8", "5.7.57", "5.7.60", "5.7.64", "5.7.509", "5.7.515"), "sender_fault"),
    **dict.fromkeys((f"5.7.{detail}" for detail in (*range(8, 15), 20, 21, 22, 23, 24, 26, 27, 29)), "sender_fault"),
}
_ENHANCED_START: Mapping[str, str] = {"5.5.": "sender_fault", "5.6.": "content", "5.7.": "blocked", "4.7.": "blocked"}
_ENHANCED_START_LAST: Mapping[str, str] = {
    "5.2.": "temporary",
    "5.3.": "temporary",
    "5.4.": "temporary",
    "4.": "temporary",
}
_BASIC: Mapping[str, str] = {
    **dict.fromkeys(("550", "551", "553"), "mailbox_unknown"),
    "552": "mailbox_full",
    "556": "domain_dead",  # RFC 7504: the domain takes no mail; 521 says so of one host only, and of blocked senders
    **dict.fromkeys(("500", "502", "503", "504", "530", "535"), "sender_fault"),
    "541": "blocked",
    "523": "content",
}
_CODE = re.compile(r"(?<![\d.])([45]\.[0-7]\.\d{1,3})(?!\.?\d)", re.ASCII)
_REPLY_CODE = re.compile(r"(?<![\d.#-])(4[0-7]\d|5[0-57]\d)(?=[\s\-:;,.]|$)(?!\.\d+\.\d)", re.ASCII)

Reading = tuple[str, str, bool]
"""Rule id, bounce class, and whether the code is generic: says whether for good, but hardly why."""


def codes_in(reply: str) -> tuple[str, str]:
    """Given what a server said, return the first enhanced and the first basic failure code, "" for what is not there.

    Only 4 and 5 are failures; subjects end at 7 (RFC 3463), so that version numbers such as 4.94.2 are none.
    """
    enhanced, basic = _CODE.search(reply), _REPLY_CODE.search(reply)
    return enhanced[1] if enhanced else "", basic[1] if basic else ""


def by_enhanced(code: str) -> Reading | None:
    """Given an enhanced code, return its reading, None where it says nothing usable, as 5.0.0 does."""
    if code in _ENHANCED:
        return f"code:{code}", _ENHANCED[code], False
    for starts, generic in ((_ENHANCED_START, False), (_ENHANCED_START_LAST, True)):
        for start, kind in starts.items():
            if code.startswith(start):
                return f"code:{code}", kind, generic
    return None


def by_smtp(code: str) -> Reading | None:
    """Given a basic code, return its reading, None where it says nothing usable, as 554 does."""
    if code.startswith("4"):
        return f"smtp:{code}", "temporary", True
    kind = _BASIC.get(code)
    return (f"smtp:{code}", kind, kind == "mailbox_unknown") if kind else None
