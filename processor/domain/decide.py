"""Batch × what the ERP has × what the ledger knows × policy → Plan. Pure; the heart of the program."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from processor.domain.batch import also_in, among, distinct, each_once, frame, only, places_in, series, those, together
from processor.domain.bounced import judge
from processor.domain.consent import stays_suppressed
from processor.domain.effects import DETAIL_OF, Effect, bounce_changes
from processor.domain.plan import CHANGES, SAID_NO, SUPPRESSIONS, Past, Plan
from processor.domain.policy import Policy

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.batch import Batch


def decide(
    batch: Batch,
    holders: pd.DataFrame,
    past: Past,
    *,
    policy: Policy,
    effects: Mapping[str, Effect],
    received: datetime,
) -> Plan:
    """Return the plan for one batch.

    `holders` are the living ERP rows that have an address of the batch (columns of the gateway's CUSTOMERS),
    `effects` say by target what a bounce does there, `received` is when the file came. The same inputs give the
    same plan; a batch that was applied before gives a plan without changes.
    """
    import pandas as pd

    rows = batch.rows.copy()
    ceiling = pd.Timestamp(received)
    rows["dated"] = rows["at"].notna()
    rows["at"] = rows["at"].where(rows["at"] < ceiling, ceiling)  # unknown or future: when the file came
    rows["outcome"], rows["detail"] = "", ""
    _settle(rows, rows["event"] == "rejected", "rejected", "")
    _settle(rows, rows["event"] == "ignored", "ignored", "")
    lifted = _lifted(rows, past, policy)
    known = _signs_of_life(rows, past, lifted)
    parts = [_said_no(rows, holders, past, lifted), _bounced(rows, holders, past, policy, effects, received)]
    rows["customers"] = _customers(rows["canonical"], holders)
    rows["at"] = batch.rows["at"]
    changes = together([changes for changes, _ in parts])
    return Plan(
        rows=rows.drop(columns="dated"),
        changes=each_once(changes, ["target", "key", "column", "action", "canonical"]).reset_index(drop=True),
        suppressions=together([new for _, new in parts]),
        known=known,
        lifted=sorted(lifted & {address for address, reasons in past.suppressed.items() if reasons & set(SAID_NO)}),
    )


def _settle(rows: pd.DataFrame, which: Any, outcome: str, detail: str) -> None:
    """Write outcome and detail for the rows that `which` selects and nobody settled before."""
    open_rows = which & (rows["outcome"] == "")
    rows.loc[open_rows, "outcome"] = outcome
    rows.loc[open_rows, "detail"] = detail


def _signs_of_life(rows: pd.DataFrame, past: Past, lifted: set[str]) -> list[str]:
    """Settle the lines that say somebody is subscribed; return those addresses: the newsletter server has them."""
    alive = rows["event"] == "subscribed"
    out = {address for address, reasons in past.suppressed.items() if reasons & set(SAID_NO)}
    _settle(rows, alive & among(rows["canonical"], out - lifted), "ignored", "active_but_suppressed")
    _settle(rows, alive, "ignored", "known")
    return sorted(distinct(rows.loc[alive, "canonical"]) - {""})


def _lifted(rows: pd.DataFrame, past: Past, policy: Policy) -> set[str]:
    """Return the addresses whose last word is an evidenced opt-in, whatever order the files came in."""
    if not policy.trust_optin:
        return set()
    evidenced = _evidenced(rows)
    earlier = past.events[past.events["event"] == "subscribed"]
    optins = _times(evidenced, earlier)
    said_no = rows.loc[rows["event"].isin(SAID_NO), ["canonical", "at"]]
    optouts = _times(said_no, past.events[past.events["event"].isin(SAID_NO)], only=set(optins))
    return {
        address
        for address, times in optins.items()
        if not stays_suppressed(optouts.get(address, ()), times, trust_optin=True)
    }


def _evidenced(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the lines that prove an opt-in and when it was; one without a time is later than nothing."""
    return rows[(rows["event"] == "subscribed") & rows["confident"] & rows["dated"]]


def _times(*frames: pd.DataFrame, only: set[str] | None = None) -> dict[str, list[datetime]]:
    """Return the times of events by canonical address."""
    times: dict[str, list[datetime]] = {}
    for events in frames:
        for address, at in zip(events["canonical"].tolist(), events["at"].tolist(), strict=True):
            if only is None or address in only:
                times.setdefault(address, []).append(at)
    return times


def _said_no(
    rows: pd.DataFrame, holders: pd.DataFrame, past: Past, lifted: set[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Settle opt-outs and complaints; return their changes and suppressions. They act on every row with the address."""
    said_no = rows["event"].isin(SAID_NO)
    _settle(rows, said_no & among(rows["canonical"], lifted), "ignored", "older_than_optin")
    said_no &= rows["outcome"] == ""
    first = said_no & ~rows.loc[said_no, "canonical"].duplicated().reindex(rows.index, fill_value=False)
    open_flags = holders[holders["flag"] != "no"]
    suppressed = {address for address, reasons in past.suppressed.items() if reasons & set(SAID_NO)}
    _settle(rows, first & also_in(rows["canonical"], open_flags["canonical"]), "applied", "set_no")
    _settle(rows, first & also_in(rows["canonical"], holders["canonical"]), "already", "no_already")
    _settle(rows, first & among(rows["canonical"], suppressed), "already", "suppressed_already")
    _settle(rows, first, "in_advance", "suppressed")
    _settle(rows, said_no, "already", "duplicate")

    causes = rows.loc[first, ["canonical", "event", "line", "rule"]].rename(columns={"event": "reason"})
    places = places_in(open_flags["canonical"], causes["canonical"])
    changes, places = those(open_flags, places >= 0), places[places >= 0]
    why = {name: causes[name].iloc[places].set_axis(changes.index) for name in ("reason", "line", "rule")}
    changes = changes.assign(action="set_no", before=changes["flag_value"], **why)
    changes = each_once(changes, ["target", "key", "flag_at"])
    told = rows[["canonical", "address", "event", "bounce_class", "at", "line", "rule"]]  # all that is told of a no
    again = told.loc[said_no, ["canonical", "event"]].duplicated().reindex(rows.index, fill_value=False)
    fresh = each = those(told, said_no & ~again)
    if past.suppressed:
        people = zip(each["canonical"].tolist(), each["event"].tolist(), strict=True)
        fresh = only(each, (event not in past.suppressed.get(address, ()) for address, event in people))
    return frame(changes, CHANGES), _suppressions(fresh, fresh["event"], fresh["at"])


def _bounced(
    rows: pd.DataFrame,
    holders: pd.DataFrame,
    past: Past,
    policy: Policy,
    effects: Mapping[str, Effect],
    received: datetime,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Settle bounces by policy; return their changes and suppressions. They act on the address only."""
    bounces = rows["event"] == "bounce"
    if not bounces.any():
        return frame(dict.fromkeys(CHANGES, ()), CHANGES), frame(dict.fromkeys(SUPPRESSIONS, ()), SUPPRESSIONS)
    effect_of = {name: policy.rule(name).effect for name in rows.loc[bounces, "bounce_class"].unique()}
    effect = rows["bounce_class"].map(effect_of)
    _settle(rows, bounces & (effect == "ignore"), "ignored", "not_a_bounce")
    _settle(rows, bounces & (effect == "never"), "ignored", "senders_fault")
    alive = _times(_evidenced(rows), past.events[past.events["event"] == "subscribed"])
    found = judge(rows[bounces & (rows["outcome"] == "")], past, alive, policy, received)
    _settle(rows, rows.index.isin(found.repeats), "already", "duplicate")
    _settle(rows, rows.index.isin(found.counted), "ignored", "counted")
    _settle(rows, rows.index.isin(found.reported), "ignored", "reported")

    faulty = rows.loc[sorted(found.faulty.values())]
    changes = bounce_changes(faulty, holders, found.confirmed, effects)
    changing = dict(zip(changes["canonical"], changes["action"], strict=True))
    suppressed = {address for address, reasons in past.suppressed.items() if "bounce" in reasons}
    deciding = rows.index.isin(faulty.index)
    for action in sorted(set(changing.values())):
        which = among(rows["canonical"], [address for address, name in changing.items() if name == action])
        _settle(rows, deciding & which, "applied", DETAIL_OF[action])
    _settle(rows, deciding & among(rows["canonical"], suppressed), "already", "faulty_already")
    _settle(rows, deciding & among(rows["canonical"], distinct(holders["canonical"])), "in_advance", "kept_out")
    _settle(rows, deciding, "in_advance", "suppressed")
    new = faulty[~among(faulty["canonical"], suppressed)]
    return changes, _suppressions(new, "bounce", new["at"])


def _suppressions(rows: pd.DataFrame, reason: Any, since: Any) -> pd.DataFrame:
    """Return rows as suppressions for `reason`."""
    return frame(rows.assign(reason=reason, since=since), SUPPRESSIONS)


def _customers(addresses: pd.Series[str], holders: pd.DataFrame) -> pd.Series[str]:
    """Return by address the ERP rows that hold it, as "target:key target:key", for people to find them."""
    import pandas as pd

    once = each_once(holders[["canonical", "target", "key"]], ["canonical", "target", "key"], "canonical")
    names = once["target"] + ":" + once["key"].str.strip("[]")
    several = once["canonical"].duplicated(keep=False)
    if several.any():
        joined = names[several].groupby(once["canonical"][several]).transform(" ".join)
        names = names.where(~several, joined)
    told: pd.Series[str] = pd.concat([names, series([""], "str")])  # the last one, which place -1 is, tells of nobody
    return told.iloc[places_in(addresses, once["canonical"])].set_axis(addresses.index)
