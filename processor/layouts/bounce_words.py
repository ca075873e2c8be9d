"""Words systems write below a heading such as "bounce type": everybody's, and the vocabularies of those we know."""

from __future__ import annotations

from collections.abc import Mapping

from processor.layouts.layout import COMPLAINT, Means, bounce, ignored, vocabulary
from processor.layouts.vocabulary import WORDS

_AUTO = ignored("auto_reply", "auto_reply")
_OTHER = ignored("delivered_or_other", "delivered_or_other")

_MAUTIC = vocabulary(  # the bounce parser of Mautic and its relatives
    (bounce("domain_dead"), ("dns_unknown", "dns_loop")),
    (bounce("mailbox_full"), ("full",)),
    (bounce("mailbox_disabled"), ("inactive",)),
    (bounce("hard"), ("user_reject",)),
    (bounce("content"), ("content_reject", "oversize", "latin_only")),
    (bounce("blocked"), ("antispam",)),
    (bounce("temporary"), ("defer", "concurrent", "internal_error")),
    (bounce("unknown"), ("unknown", "unrecognized", "command_reject", "generic", "other")),
    (ignored("delayed", "delayed"), ("warning",)),
)
_SPOTLER = vocabulary(
    (bounce("mailbox_unknown"), ("mailbox-unknown",)),
    (bounce("domain_dead"), ("domain-unknown",)),
    (bounce("mailbox_disabled"), ("mailbox-disabled",)),
    (bounce("mailbox_full"), ("mailbox-full",)),
    (bounce("blocked"), ("blacklisted",)),
    (bounce("sender_fault"), ("sender-denied", "spf-failure", "relay-denied")),
    (bounce("personal_block"), ("personal-blacklist",)),
    (bounce("content"), ("content-related", "message-size")),
)
_ENGAGING_NETWORKS = vocabulary(
    (bounce("mailbox_unknown"), ("bad-mailbox",)),
    (bounce("mailbox_disabled"), ("inactive-mailbox",)),
    (bounce("domain_dead"), ("bad-domain",)),
    (bounce("mailbox_full"), ("quota-issues",)),
    (bounce("temporary"), ("no-answer-from-host",)),
    (bounce("blocked"), ("spam-related", "policy-related")),
    (bounce("content"), ("virus-related",)),
)
_INXMAIL = vocabulary(
    (bounce("hard"), ("Hardbounce",)),
    (bounce("soft"), ("Softbounce",)),
    (bounce("blocked"), ("Spam", "Spambounce")),
    (_AUTO, ("Autoresponder", "Autoresponderbounce")),
    (bounce("unknown"), ("Unbekannt",)),
    (_OTHER, ("Antwort", "reply")),
)
SISIMAI = vocabulary(
    (bounce("mailbox_unknown"), ("userunknown",)),
    (bounce("domain_dead"), ("hostunknown",)),
    (bounce("moved"), ("hasmoved",)),
    (bounce("mailbox_disabled"), ("suspend",)),
    (bounce("mailbox_full"), ("mailboxfull",)),
    (bounce("temporary"), ("expired", "networkerror", "systemerror", "systemfull", "mailererror")),
    (bounce("blocked"), ("blocked", "badreputation", "speeding", "toomanyconn", "policyviolation")),
    (bounce("content"), ("spamdetected", "virusdetected", "contenterror", "mesgtoobig", "exceedlimit")),
    (bounce("sender_fault"), ("authfailure", "requireptr", "norelaying", "notcompliantrfc", "securityerror")),
    # The words for "whatever": the answer itself must tell. Sisimai says notaccept of our own domain as well.
    (bounce("unknown"), ("filtered", "notaccept", "onhold", "undefined")),
    (COMPLAINT, ("feedback",)),
    (_AUTO, ("vacation",)),
    (_OTHER, ("delivered",)),
)
"""Reasons of Sisimai, a library many mailing tools read their bounces with (github.com/sisimai/p5-sisimai)."""

_OTHERS = vocabulary(
    (bounce("blocked"), ("blacklist", "blocklisted", "blockiert")),
    (bounce("address_invalid"), ("syntax",)),
    (bounce("unknown"), ("undetermined",)),
    (bounce("no_answer"), ("dns error", "dns failure")),
)

_SYSTEMS = (_MAUTIC, _SPOTLER, _ENGAGING_NETWORKS, _INXMAIL, SISIMAI, _OTHERS)


def _joined(*tables: Mapping[str, Means]) -> Mapping[str, Means]:
    """Return all words of the tables; raise ValueError on a word of which two systems think differently."""
    return vocabulary(*((means, (word,)) for table in tables for word, means in table.items()))


BOUNCE_WORDS = {**WORDS, **_joined(*_SYSTEMS)}
"""Everybody's words as they are meant there: a blacklist is the one our server stands on, "unknown" the cause."""
