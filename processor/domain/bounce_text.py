"""Reads what mail servers say in words: prepares the text and finds phrases of literal tables in it."""

from __future__ import annotations

import re

Row = tuple[str, str, str]
"""Rule name, bounce class, phrases. Phrases are separated by " | " or line ends; each is a regular expression for whole
words of text prepared by `plain`, in which ~ stands for up to eight words, and capitals for an entry of _GROUPS."""

_GROUPS = {
    "WHO": r"(?:user|recipient|addressee|address|mail ?box|inbox|account|customer|member|alias|person|local part)s?",
    "WER": r"(?:empfänger|benutzer|teilnehmer|nutzer|(?:\S+-?)?adresse|postfach|mailbox|(?:\w+)?konto|account)",
    "NOT": r"(?:does not|doesn't|do not|did not|no longer)",
}

NOT_A_BOUNCE: tuple[Row, ...] = (
    (
        "auto-reply",
        "auto_reply",
        r"""
        out of (the )?office | auto(matic|mated)?[- ]?(reply|response|responder) | automatische antwort
        abwesenheits(notiz|meldung|nachricht|assistent) | nicht im (büro|hause?) | (bin|bis) ~ im urlaub
        in elternzeit | on (vacation|holiday|annual leave|parental leave) | vacation (message|reply|notice)
        respuesta automática | réponse automatique | absence du bureau | risposta automatica | challenge[- ]response
        confirm ~ are human
        """,
    ),
    (
        "delayed",
        "delayed",
        r"""
        this is a warning (message )?only | not need to re-?send | delivery status notification \(delay\)
        action: delayed | (delivery|message) (has been |is |was )delayed
        will (continue to try|be retried|keep trying|(re)?try ~ for) | still being retried
        (zustellung|nachricht|auslieferung) (wurde |ist |wird )?verzögert | verzögerte zustellung
        weitere zustellversuche | wird weiterhin versucht
        """,
    ),
)
"""Tried before everything else, whatever codes stand beside."""

NOT_A_BOUNCE_WITHOUT_CODE: tuple[Row, ...] = (
    (
        "address-change",
        "address_change_hint",
        r"""
        left (the|our) (company|organi[sz]ation) | no longer (works|working|employed|with (us|the))
        unternehmen verlassen | (address|e-?mail) has changed | (my|our) new (e-?mail )?address
        new e-?mail address is | nicht mehr (bei uns|im unternehmen|im hause?|beschäftigt) | nicht mehr für ~ tätig
        (neue|geänderte) (e-?mail-?)?adresse
        """,
    ),
    ("auto-reply", "auto_reply", "auto-submitted: auto-replied"),
    (
        "delivered",
        "delivered_or_other",
        r"""
        \A(message )?(successfully )?delivered | \A(250|2\.\d\.\d) | message accepted for delivery
        feedback-type: not-spam | \A(erfolgreich )?zugestellt
        """,
    ),
)
"""Tried only where no failure code stands beside: servers say the first with a 5.1.1 as well, and notices of failure
carry "Auto-Submitted: auto-replied" too (RFC 3834 section 5)."""

VENDOR_SUPPRESSED: tuple[Row, ...] = (
    (
        "vendor-unsubscribed",
        "unsubscribed",
        r"(not (delivering|sent|sending)|suppressed) ~ unsubscribed | previously unsubscribed",
    ),
    (
        "vendor-complained",
        "complaint",
        r"(not (delivering|sent|sending)|suppressed) ~ (complained|marked ~ as spam) | previously complained",
    ),
    (
        "vendor-suppressed",
        "vendor_suppressed",
        r"""
        suppression[- ]?list | onaccountsuppressionlist | has suppressed sending | is suppressed
        bounced address list | previously bounced | marked as inactive
        manually deactivated | sperrliste des (versenders|systems)
        """,
    ),
)
"""The newsletter system refused because of its own list: no new evidence, unless it names the reader's own wish."""

_INNER = re.compile(
    r"(?:\b(?:said|says|responded|replied|returned|reply was|response(?: from [^:]{1,60}?)?(?: was)?"
    r"|antwortete|meldete?)(?: with)?(?: error)?\s*:|\bremote (?:host |server |mta )?(?:said|returned)\b:?"
    r"|\bdiagnostic-code\s*:|\b(?:smtp|x-\w+)\s*;|\bafter (?:rcpt to|mail from|end of data|data)\S*(?: \S+)?:)"
)
_ADDRESS = re.compile(r"<?[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+>?")
_TEXT_LIMIT = 2_000
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'", "`": "'"})

Pattern = tuple[str, str, re.Pattern[str]]


def plain(text: str) -> str:
    """Given what a server said, return it in lower case, on one line, cut to 2000 characters, addresses as "<>".

    Addresses go because their words ("spam@…", "unknown@…") say nothing, and equal refusals become equal texts.
    Umlauts are spelled out, as servers do whose answers may only be ASCII (RFC 5321 section 4.2).
    """
    text = text[:_TEXT_LIMIT].casefold().translate(_SPELLED_OUT)
    return _ADDRESS.sub("<>", " ".join(text.split()))


def quoted_replies(text: str) -> list[str]:
    """Given a prepared text in which servers may quote each other, return the replies, innermost first."""
    return [reply for reply in reversed(_INNER.split(text)) if reply.strip()]


def compiled(rows: tuple[Row, ...]) -> tuple[Pattern, ...]:
    """Given a table, return it with one pattern for each row."""
    return tuple((name, kind, _pattern(phrases)) for name, kind, phrases in rows)


def _pattern(phrases: str) -> re.Pattern[str]:
    each = [phrase.strip() for line in phrases.splitlines() for phrase in line.split(" | ")]
    wide = "|".join(phrase.replace(" ~ ", r"(?: \S+){0,8} ") for phrase in each if phrase)
    whole = re.sub("|".join(_GROUPS), lambda name: _GROUPS[name.group()], wide).translate(_SPELLED_OUT)
    return re.compile(rf"(?<!\w)(?:{whole})(?!\w)")


def first(patterns: tuple[Pattern, ...], text: str) -> tuple[str, str] | None:
    """Given compiled rows and a prepared text, return (rule name, bounce class) of the first row found in it."""
    for name, kind, pattern in patterns:
        if pattern.search(text):
            return name, kind
    return None
