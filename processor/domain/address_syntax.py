"""Says whether one unwrapped text is an e-mail address, and gives the form in which addresses are compared."""

from __future__ import annotations

import re
import unicodedata

PLAIN = (
    r"[A-Za-z0-9_+-][A-Za-z0-9_+&'=?^!#$~-]*(?:\.[A-Za-z0-9_+&'=?^!#$~-]+)*"
    r"@(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,}"
)
"""Addresses nobody can object to if they have at most PLAIN_LIMIT characters; lower() is their canonical form."""
PLAIN_LIMIT = 64  # so short that no part of it can be too long (RFC 1035 section 2.3.4 allows 63 for a label)

ADDRESS_LIMIT = 254
"""Octets of a whole address: RFC 5321 section 4.5.3.1.3 less the angle brackets (erratum 1690 of RFC 3696)."""

_ASCII_FOLD = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[0-9-]*[a-z])[a-z0-9-]{2,63}")
_HASH = re.compile(
    r"(?:(?:md5|sha-?\d{1,3})\s*:\s*)?(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{56}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128})",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?:tel\.?:?\s*)?(?:\+|0|\()[\d\s()/.\-]{5,30}", re.IGNORECASE)
_NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "?",
        "n/a",
        "na",
        "nan",
        "nil",
        "none",
        "null",
        "(null)",
        "\\n",
        "#n/a",
        "#nv",
        "k.a.",
        "leer",
    }
)


def judged(text: str) -> tuple[str, str]:
    """Given an unwrapped text, return (canonical, ""), or ("", fault code) where it is no usable address. Never raises.

    Canonical is NFC; the domain in lower-case A-labels of IDNA 2008 (RFC 5891), so that straße.de and strasse.de stay
    two domains; of the local part only A to Z are folded. RFC 5321 section 2.4 leaves case to the receiving host: in
    practice nobody tells Anna from anna, but beyond ASCII folding depends on language (Turkish i, German ß) and would
    merge people. For the same reason tags, dots, accents and providers' aliases stay as they are.
    """
    text = unicodedata.normalize("NFC", text)
    if fault := _not_an_address(text):
        return "", fault
    local, _, domain = text.rpartition("@")
    domain = ascii_domain(domain)
    local = _local_part(local)
    if not domain or not local or not _HOST.fullmatch(domain):
        return "", "syntax"
    canonical = f"{local}@{domain}"
    return ("", "too_long") if len(canonical.encode()) > ADDRESS_LIMIT else (canonical, "")


def _not_an_address(text: str) -> str:
    """Return the fault of a text that is something else than an address, "" where it may be one."""
    local, at, domain = text.rpartition("@")
    if text.casefold() in _NOTHING:
        return "empty"
    if "*" in text or local == "%":
        return "wildcard"
    if "\ufffd" in text and at:  # stands for what could not be decoded: whose address that was nobody knows
        return "syntax"
    if at and (not local or local == "@"):
        return "domain_only" if ascii_domain(domain) else "syntax"
    if len(text.encode(errors="replace")) > ADDRESS_LIMIT:
        return "too_long"
    if not at:
        return _without_at(text)
    unquoted = local.startswith('"') and local.endswith('"') and len(local) > 1
    return "several_unclear" if "@" in local and not unquoted else ""


def _without_at(text: str) -> str:
    if _HASH.fullmatch(text):
        return "hash"
    if _PHONE.fullmatch(text) and sum(sign.isdigit() for sign in text) >= 6:
        return "phone"
    return "domain_only" if _HOST.fullmatch(ascii_domain(text)) else "no_at"


def _local_part(local: str) -> str:
    """Return the folded local part in its least quoted form (RFC 5321 section 4.1.2), "" where it breaks the syntax."""
    from email_validator import EmailNotValidError, validate_email

    try:  # a stand-in domain: the library refuses reserved ones such as .local, which an ERP may well hold
        seen = validate_email(f"{local}@example.com", allow_quoted_local=True, check_deliverability=False)
    except EmailNotValidError:
        return ""
    return (seen.local_part or "").translate(_ASCII_FOLD)


def ascii_domain(domain: str) -> str:
    """Given a domain in any spelling, return its A-labels in lower case, "" where IDNA 2008 does not allow it.

    Before encoding only case, full and half width, and the ideographic full stop are mapped (RFC 5895): nothing that
    merely looks alike becomes the same.
    """
    import idna

    narrow = "".join(map(_narrow, domain)).replace("\u3002", ".")
    mapped = unicodedata.normalize("NFC", narrow).rstrip(".")
    if not mapped or len(mapped) > ADDRESS_LIMIT:
        return ""
    try:
        return ".".join(idna.alabel(label).decode("ascii") for label in mapped.split("."))
    except (idna.IDNAError, UnicodeError):
        return ""


def _narrow(sign: str) -> str:
    """Return one character in ordinary width and lower case; one by one, or Σ would become ς at the end of a word."""
    if unicodedata.decomposition(sign).startswith(("<wide>", "<narrow>")):
        sign = unicodedata.normalize("NFKC", sign)
    return sign.lower()
