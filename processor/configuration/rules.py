"""What the keys of the policy are for; the policy itself is a plain value of the domain and carries no descriptions."""

from __future__ import annotations

from collections.abc import Mapping

POLICY: Mapping[str, str] = {
    "window_days": "Bounces older than this do not count.",
    "forgive_days": "So many days with a mailing and without a bounce: counting starts over.",
    "confirm_days": "A second bounce at least so much later confirms that the address is faulty.",
    "quarantine_days": "Faulty for so long without a correction counts as confirmed; 0 = only a second bounce does.",
    "trust_optin": "true = a later, confirmed opt-in in a file lifts an opt-out.",
    "bounces": "What a class of bounces leads to; name only the classes that shall differ from the trade's rules.",
    "bounces.*": "The rule for this class of bounces.",
    "bounces.*.effect": "mark = address is faulty; report = only named; never = sender's fault; ignore = no bounce.",
    "bounces.*.mailings": "Only after so many different mailings.",
    "bounces.*.days": "Only if the first and the last of them are at least so many days apart.",
}
