"""Decides what a line about a bounce means: one class, by the rule that decided it, never harsher than the evidence."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from processor.domain.bounce_class import HARM, LABELS
from processor.domain.bounce_code import by_enhanced, by_smtp, codes_in
from processor.domain.bounce_replies import REPLIES
from processor.domain.bounce_text import (
    NOT_A_BOUNCE,
    NOT_A_BOUNCE_WITHOUT_CODE,
    VENDOR_SUPPRESSED,
    compiled,
    first,
    plain,
    quoted_replies,
)

_EVENTS = {"unsubscribed": "optout", "complaint": "complaint"}
_IGNORED = frozenset({"auto_reply", "address_change_hint", "delayed", "delivered_or_other"})
_SENDER = frozenset({"sender_fault", "blocked", "content"})
_ADDRESS = frozenset({"mailbox_unknown", "domain_dead", "address_invalid", "moved"})
_STATE = frozenset({"temporary", "mailbox_full", "mailbox_disabled"})

_UNAVAILABLE = re.compile(r"requested (mail )?action (not taken|aborted):? mailbox unavailable")
# With these three digits servers refuse unknown mailboxes, but also whatever their policy dislikes.
_REFUSED = frozenset({"smtp:550", "smtp:551", "smtp:553"})
_POLICY = re.compile(
    r"spam|virus|polic|richtlini|block|ban(ned)?\b|abus|securit|suspicious"
    r"|denied|verweigert|prohibited|not authori|filter"
)
_ADDRESS_REJECTED = re.compile(r"address rejected|unknown address")
_ACCESS_DENIED = re.compile(r"recipient address rejected: access denied")

_NO_SUCH_DOMAIN = frozenset({"text:nxdomain", "code:5.1.10"})  # others may be trouble of a resolver

_NO_BOUNCE = compiled(NOT_A_BOUNCE)
_NO_BOUNCE_WITHOUT_CODE = compiled(NOT_A_BOUNCE_WITHOUT_CODE)
_SUPPRESSED = compiled(VENDOR_SUPPRESSED)
_REPLIES = compiled(REPLIES)


class Verdict(NamedTuple):
    """What a line about a bounce means."""

    event: str  # "bounce", "optout", "complaint", "ignored" or "subscribed"
    bounce_class: str  # one of CLASSES
    rule: str  # "word:hard", "code:5.1.1", "smtp:550", "text:user-unknown", "filter:auto-reply", "none"
    confident: bool  # False: a bare label, a bare three-digit code, or sources that disagree
    conflict: bool  # sources disagree; `rule` then names both


class _Found(NamedTuple):
    kind: str
    rule: str
    sure: bool = True
    generic: bool = False  # a bare code: says whether for good, hardly why


def classify(*, word: str = "", enhanced: str = "", smtp: str = "", text: str = "") -> Verdict:
    """Given what a file says about one bounce, return what it means. Never raises.

    `word` is one of CLASSES or LABELS, or "subscribed", as a layout translated the sender's own word; others count as
    absent. `enhanced` is like "5.1.1", `smtp` like "550", `text` the diagnosis, in which both may be found.
    Text is believed before codes and the innermost quoted reply before its wrapper, because relays put codes of their
    own around the true answer; where word and answer disagree, the class that costs the reader less is taken.
    """
    return _classify(word.strip().lower(), enhanced.strip()[:40], smtp.strip()[:40], plain(text))


@lru_cache(maxsize=8_192)
def _classify(word: str, enhanced: str, smtp: str, text: str) -> Verdict:
    if word == "subscribed":
        return Verdict("subscribed", "delivered_or_other", "word:subscribed", True, False)
    if word in _EVENTS and not (word == "complaint" and "feedback-type: not-spam" in text):
        return Verdict(_EVENTS[word], word, f"word:{word}", True, False)
    if word in _IGNORED or word == "vendor_suppressed":
        return _verdict(_Found(word, f"word:{word}"))
    if filtered := _filtered(enhanced, smtp, text):
        return _verdict(filtered, against=f"word:{word}" if word == "hard" or HARM.get(word, 0) > 3 else "")
    return _weighed(word, *_answered(enhanced, smtp, text))


def _verdict(found: _Found, against: str = "") -> Verdict:
    event = _EVENTS.get(found.kind) or ("ignored" if found.kind in _IGNORED else "bounce")
    rule = f"{found.rule} (against {against})" if against else found.rule
    return Verdict(event, found.kind, rule, found.sure and not against, bool(against))


def _filtered(enhanced: str, smtp: str, text: str) -> _Found | None:
    """Return what is no bounce, or only the echo of a list."""
    hit = first(_NO_BOUNCE, text)
    if not hit and not re.match("[45]", enhanced or smtp) and not re.search(r"(?<![\d.])[45](\d\d|\.\d\.\d+)\b", text):
        hit = first(_NO_BOUNCE_WITHOUT_CODE, text)
    hit = hit or first(_SUPPRESSED, text)
    return _Found(hit[1], f"filter:{hit[0]}") if hit else None


def _answered(enhanced: str, smtp: str, text: str) -> tuple[_Found | None, str]:
    """Return what the receiving server said, in words or codes, and the rule of what spoke against it, else ""."""
    replies = quoted_replies(text)
    outer = codes_in(f"{enhanced} {smtp}")
    codes = [codes_in(reply) for reply in replies]
    read = (_read(reply, own or outer[0]) for reply, (own, _) in zip(replies, codes, strict=True))
    found = next(filter(None, read), None)
    bare = next((code for _, code in (*codes, outer) if code), "")
    found = found or _found(by_enhanced(outer[0]) or by_smtp(bare))
    if found and found.rule in _REFUSED and _POLICY.search(text):
        found = _Found("blocked", "text:policy", sure=False)
    if any(code.startswith("2") for code in (enhanced, smtp)):
        delivered = _Found("delivered_or_other", "code:2.x.x")
        return delivered, found.rule if found and found.kind != delivered.kind else ""
    telling = next((pair for pair in (*codes, outer) if any(pair)), ("", ""))
    temporary = next((code for code in telling if code.startswith("4")), "")
    if found and temporary and HARM[found.kind] > HARM["mailbox_full"]:
        return _Found("temporary", f"code:{temporary}", generic=True), found.rule
    return found, ""


def _found(code: tuple[str, str, bool] | None) -> _Found | None:
    """Return the reading of a code; three digits alone are never sure."""
    return _Found(code[1], code[0], not code[0].startswith("smtp"), code[2]) if code else None


def _read(reply: str, code: str) -> _Found | None:
    """Return what one reply says in words, else by its enhanced code."""
    if code == "5.4.1" and _ACCESS_DENIED.search(reply):
        # Exchange Online's answer for unknown mailboxes, now and then a fault of its routing: not sure.
        return _Found("mailbox_unknown", "text:access-denied-5.4.1", sure=False)
    coded = by_enhanced(code)
    if hit := first(_REPLIES, reply):
        if coded and coded[1] == "sender_fault" and not code.startswith("5.5.") and hit[1] in _ADDRESS:
            return _found(coded)  # "domain not found", but it is ours
        return _Found(hit[1], f"text:{hit[0]}")
    if code == "5.1.0" and _ADDRESS_REJECTED.search(reply):
        return _Found("mailbox_unknown", "text:address-rejected-5.1.0")
    if code == "5.2.0" and "unavailable" in reply:
        return _Found("mailbox_disabled", "text:unavailable-5.2.0")
    if code.startswith("5.5.") and _UNAVAILABLE.search(reply):  # Outlook.com's answer for unknown mailboxes
        return _Found("mailbox_unknown", "text:mailbox-unavailable", sure=False)
    return _found(coded)


def _weighed(word: str, found: _Found | None, against: str) -> Verdict:
    """Bring the layout's word and the server's answer together."""
    label = LABELS.get(word, word if word in HARM else "")
    if not found:
        kind = label or "unknown"
        return _verdict(_Found(kind, f"word:{word}" if label else "none", word in HARM and kind != "unknown"))
    if word == "transient":
        label = LABELS["soft"]
    if label in ("", "unknown", found.kind):
        found = found._replace(sure=found.sure or bool(found.kind == label))
        return _verdict(found, against)
    mine = _Found(label, f"word:{word}", word in HARM)
    if found.generic and word in HARM and _agrees(label, found.kind):
        return _verdict(mine, against)
    if not found.generic and _refines(word, label, found):
        return _verdict(found, against)
    milder, harsher = (mine, found) if HARM[label] < HARM[found.kind] else (found, mine)
    return _verdict(milder, harsher.rule)


def _agrees(word: str, bare: str) -> bool:
    """Return whether a word that says why goes together with a bare code that says only whether for good."""
    return word not in _ADDRESS if bare == "temporary" else word != "temporary"


def _refines(word: str, label: str, found: _Found) -> bool:
    """Return whether an answer says more exactly what a word said in general."""
    kind = found.kind
    if word == "hard":
        return kind in _ADDRESS or kind == "mailbox_disabled"
    if word == "no_answer" and kind == "domain_dead":
        return found.rule in _NO_SUCH_DOMAIN
    if word in LABELS:
        return kind not in _ADDRESS
    families = ((label == "mailbox_unknown", _ADDRESS), (label == "temporary", _STATE), (label in _SENDER, _SENDER))
    return any(fits and kind in family for fits, family in families)
