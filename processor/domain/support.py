"""What other files say about the people of one file: whose no, and whose bounce, stands without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from processor.domain.bounced import judge
from processor.domain.consent import stays_suppressed
from processor.domain.plan import SAID_NO, Past
from processor.domain.policy import Policy

if TYPE_CHECKING:
    import pandas as pd

LINES: Mapping[str, str] = {
    "canonical": "str",
    "event": "str",
    "bounce_class": "str",
    "at": "datetime64[us, UTC]",  # never later than the file
    "mailing": "str",
    "dated": "bool",  # the file itself says when
    "confident": "bool",
    "address": "str",
    "drop_id": "str",
    "name": "str",
    "line": "int64",
    "rule": "str",
}
"""Columns of what other files say: opt-outs, complaints, bounces, signs of life."""


class Support(NamedTuple):
    """The line of another file that says the same."""

    drop_id: str
    name: str
    line: int
    rule: str
    address: str
    bounce_class: str
    since: datetime


class Followed(NamedTuple):
    """A no that followed somebody to another address: `canonical` is the new one, `former` the one in the file."""

    canonical: str
    reason: str
    rule: str
    former: str


Supports = Mapping[tuple[str, str], Support]
"""By canonical address and reason (optout, complaint, bounce): what says so without the file to be undone."""


def supports_of(
    lines: pd.DataFrame,
    suppressions: Sequence[tuple[tuple[str, str], Support]],
    policy: Policy,
    mailing_days: Sequence[date],
    received: datetime,
) -> Supports:
    """Return what other files say: given their `lines` (columns LINES) and the suppressions that rest on them.

    An opt-out that a later evidenced opt-in ended supports nothing. Bounces are counted by the same rules as ever,
    as of `received`, when the file to be undone came.
    """
    found = dict(suppressions)
    optins = times_of(evidenced(lines))
    no = lines[lines["event"].isin(SAID_NO)].sort_values("at", kind="stable")
    times = times_of(no)
    for row in no.drop_duplicates(["canonical", "event"]).to_dict("records"):
        address = row["canonical"]
        if stays_suppressed(times[address], optins.get(address, ()), trust_optin=policy.trust_optin):
            found.setdefault((address, row["event"]), _support(row))
    bounced = lines[lines["event"] == "bounce"]
    counting = [policy.rule(name).effect not in ("never", "ignore") for name in bounced["bounce_class"].tolist()]
    bounced = bounced[counting] if len(bounced) else bounced
    nothing = Past({}, lines.iloc[:0], mailing_days)
    judged = judge(bounced, nothing, optins, policy, received)
    for address, index in judged.faulty.items():
        found.setdefault((address, "bounce"), _support(bounced.loc[index].to_dict()))
    return found


def following(supports: Supports, followed: Sequence[Followed]) -> Supports:
    """Return what is said without the file, also of people whose no followed them to another address.

    It is theirs, so that whoever else says it of the address they had says it of the one they have.
    """
    found = dict(supports)
    for one in followed:
        if support := supports.get((one.former, one.reason)):
            found.setdefault((one.canonical, one.reason), support._replace(rule=one.rule, address=one.canonical))
    return found


def waiting_no(held: pd.DataFrame, lines: pd.DataFrame, policy: Policy, received: datetime) -> Supports:
    """Return the no of people in files that wait for a human yes: given their lines (`held`) and those that count.

    It supports no suppression, for the file may be discarded; but nobody is set to yes while it waits. A later
    evidenced opt-in that counts ends it as any other.
    """
    import pandas as pd

    said = held[held["event"].isin(SAID_NO)]
    if not len(said):
        return {}
    return supports_of(pd.concat([said, evidenced(lines)], ignore_index=True), (), policy, (), received)


def evidenced(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines that prove an opt-in and when it was."""
    return lines[(lines["event"] == "subscribed") & lines["confident"] & lines["dated"]]


def times_of(lines: pd.DataFrame) -> dict[str, list[datetime]]:
    """Return the times of lines by address."""
    times: dict[str, list[datetime]] = {}
    for address, at in zip(lines["canonical"].tolist(), lines["at"].tolist(), strict=True):
        times.setdefault(address, []).append(at)
    return times


def _support(row: Mapping[Any, Any]) -> Support:
    return Support(*(row[name] for name in ("drop_id", "name", "line", "rule", "address", "bounce_class", "at")))
