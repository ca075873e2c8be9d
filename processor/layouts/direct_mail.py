"""TYPO3 direct_mail: lists of returned addresses, copied out of its statistics, one to a line and no heading.

From github.com/kartolo/direct_mail (StatisticsController). Nothing but the group's name says why they came back, so it
has to be in the file name, in the words the statistics use. Other lists are read like anybody's.
"""

from __future__ import annotations

from processor.layouts.layout import Layout, Means, bounce

_WORD = r"(?:^|[^a-zäöü])(?:{})(?:[^a-zäöü]|$)"
_GAP = r"[ _.\-]*"


def _named(*phrases: str) -> str:
    return _WORD.format("|".join(phrase.replace(" ", _GAP) for phrase in phrases))


def _group(name: str, means: Means, *phrases: str) -> Layout:
    return Layout(
        name=f"direct-mail-{name}",
        system="TYPO3 direct_mail",
        headerless=True,
        file_name=_named(*phrases),
        always=means,
    )


LAYOUTS = (
    _group(
        "unknown",
        bounce("hard"),
        *("unknown recipients?", "recipients? unknown", "unbekannte empf(?:ä|ae)nger", "empf(?:ä|ae)nger unbekannt"),
    ),
    _group("full", bounce("mailbox_full"), "mailbox(?:es)? full", "full mailbox(?:es)?", "postf(?:a|ä)ch(?:er)? voll"),
    _group("host", bounce("domain_dead"), "bad hosts?", "unknown hosts?", "host unbekannt"),
    _group("header", bounce("sender_fault"), "header errors?", "errors? in header", "fehler im header"),
    _group("reason", Means("bounce"), "reason unknown", "unknown reason", "grund unbekannt"),
)
