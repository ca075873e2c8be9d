"""Small builders for the rules of the trade, and a tiny ERP with a memory that does what plans say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd

from processor.domain.address import canonical
from processor.domain.batch import COLUMNS, Batch, frame
from processor.domain.decide import decide
from processor.domain.effects import Effect
from processor.domain.plan import CHANGES, SAID_NO, Past, Plan
from processor.domain.policy import Policy
from processor.erp.gateway import CUSTOMERS

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
"""When the files of the tests arrive unless told otherwise."""

MARK = {"customers": Effect("mark"), "contacts": Effect("mark")}
"""Both targets only mark a faulty address."""

EVENTS = {"canonical": "str", "event": "str", "bounce_class": "str", "at": "datetime64[us, UTC]", "mailing": "str"}
"""Columns of Past.events."""

Line = Mapping[str, Any]


def clipped(at: datetime | None, received: datetime) -> datetime:
    """When an event counts as having happened: never later than its file arrived, and then where unknown."""
    return received if at is None or at > received else at


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def optout(address: str, at: datetime | None = None, **cells: Any) -> Line:
    return {"event": "optout", "address": address, "at": at, "confident": True, **cells}


def complaint(address: str, at: datetime | None = None, **cells: Any) -> Line:
    return {"event": "complaint", "address": address, "at": at, "confident": True, **cells}


def bounce(address: str, kind: str = "mailbox_unknown", at: datetime | None = None, **cells: Any) -> Line:
    return {"event": "bounce", "address": address, "bounce_class": kind, "at": at, "confident": True, **cells}


def optin(address: str, at: datetime | None, **cells: Any) -> Line:
    """A confirmed opt-in: the evidence is `confident` with its moment."""
    return {"event": "subscribed", "address": address, "at": at, "confident": True, **cells}


def subscribed(address: str, at: datetime | None = None, **cells: Any) -> Line:
    """Merely being on the list."""
    return {"event": "subscribed", "address": address, "at": at, **cells}


def ignored(address: str, kind: str = "auto_reply", **cells: Any) -> Line:
    return {"event": "ignored", "address": address, "bounce_class": kind, "code": kind, "rule": "test", **cells}


def rejected(text: str = "no address here") -> Line:
    return {"event": "rejected", "address": text, "canonical": "", "code": "no_at"}


def batch(*lines: Line) -> Batch:
    """The lines as a file's content, the first below a header."""
    absent = {**dict.fromkeys(COLUMNS, ""), "confident": False, "at": None, "rule": "layout:test"}
    full = [
        {**absent, "line": place, "canonical": canonical(line["address"]), **line}
        for place, line in enumerate(lines, 2)
    ]
    return Batch("test", (), {}, frame({name: [line[name] for line in full] for name in COLUMNS}))


def row(address: str, key: int = 1, target: str = "customers", **cells: Any) -> Mapping[str, Any]:
    """One customer with one address, YES unless told otherwise; `flag_value` and `bounce_value` follow."""
    flag = cells.get("flag", "yes")
    marked = bool(cells.get("faulty", False))
    return {
        "target": target,
        "key": json.dumps([key]),
        "column": "email",
        "email": address,
        "canonical": canonical(address),
        "alone": True,
        "flag": flag,
        "flag_value": json.dumps({"yes": "Y", "no": "N", "unknown": None}[flag]),
        "flag_at": "",
        "faulty": marked,
        "bounce_value": json.dumps(int(marked)),
        **cells,
    }


def customers(*rows: Mapping[str, Any]) -> pd.DataFrame:
    fields = [name for name in (rows[0] if rows else ()) if name not in CUSTOMERS]
    dtypes = dict(CUSTOMERS) | dict.fromkeys(fields, "str")
    return frame({name: [cells[name] for cells in rows] for name in dtypes}, dtypes)


def past(
    *events: tuple[Any, ...], suppressed: Mapping[str, Iterable[str]] | None = None, mailing_days: Sequence[date] = ()
) -> Past:
    """Earlier events as (canonical, event, bounce_class, at[, mailing])."""
    full = [(*event, "")[:5] for event in events]
    known = frame({name: [event[place] for event in full] for place, name in enumerate(EVENTS)}, EVENTS)
    return Past({address: frozenset(reasons) for address, reasons in (suppressed or {}).items()}, known, mailing_days)


NOTHING = past()


def planned(
    lines: Sequence[Line],
    rows: Sequence[Mapping[str, Any]] = (),
    *,
    before: Past = NOTHING,
    policy: Policy | None = None,
    effects: Mapping[str, Effect] = MARK,
    received: datetime = NOW,
) -> Plan:
    """The plan for a file with these lines, in an ERP with these rows."""
    found = batch(*lines)
    wanted = set(found.rows["canonical"]) - {""}
    holders = customers(*(cells for cells in rows if cells["canonical"] in wanted))
    return decide(found, holders, before, policy=policy or Policy(), effects=effects, received=received)


def done(plan: Plan) -> list[tuple[str, str, str]]:
    """What a plan changes, as sorted (target, key, action)."""
    changes = plan.changes
    return sorted(zip(changes["target"], changes["key"], changes["action"], strict=True))


def outcomes(plan: Plan) -> list[str]:
    return list(plan.rows["outcome"])


def details(plan: Plan) -> list[str]:
    return list(plan.rows["detail"])


def reasons(plan: Plan) -> list[tuple[str, str]]:
    """What becomes suppressed, as sorted (canonical, reason)."""
    return sorted(zip(plan.suppressions["canonical"], plan.suppressions["reason"], strict=True))


@dataclass
class World:
    """An ERP and what is remembered beside it: does what a plan says, and nothing else."""

    rows: list[dict[str, Any]]
    suppressed: dict[str, set[str]] = field(default_factory=dict)
    events: list[tuple[Any, ...]] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    mailing_days: set[date] = field(default_factory=set)

    @classmethod
    def of(cls, *rows: Mapping[str, Any]) -> World:
        return cls([dict(cells) for cells in rows])

    def take(self, lines: Sequence[Line], *, policy: Policy, effects: Mapping[str, Effect], received: datetime) -> Plan:
        """Decide on a file with these lines and do it."""
        before = past(*self.events, suppressed=self.suppressed, mailing_days=sorted(self.mailing_days))
        plan = planned(lines, self.rows, before=before, policy=policy, effects=effects, received=received)
        self.do(plan, received)
        return plan

    def do(self, plan: Plan, received: datetime) -> None:
        assert list(plan.changes.columns) == list(CHANGES)
        for change in plan.changes.to_dict("records"):
            self._change(change)
        for canonical_form, reason in reasons(plan):
            self.suppressed.setdefault(canonical_form, set()).add(reason)
        for address in plan.lifted:
            self.suppressed[address] = self.suppressed.get(address, set()) - {"optout", "complaint"}
        self.known |= set(plan.known)
        for line in plan.rows.to_dict("records"):
            said = None if pd.isna(line["at"]) else line["at"].to_pydatetime()
            at = clipped(said, received)
            evidenced = line["event"] == "subscribed" and line["confident"] and said is not None
            bounced = line["event"] == "bounce" and (said or line["mailing"] or line["detail"] != "duplicate")
            if line["event"] in SAID_NO or evidenced or bounced:
                self.events.append((line["canonical"], line["event"], line["bounce_class"], at, line["mailing"]))
            if line["event"] == "bounce" and said is not None:
                self.mailing_days.add(at.date())

    def _change(self, change: Mapping[str, Any]) -> None:
        named = ("target", "key")
        rows = [cells for cells in self.rows if all(cells[name] == change[name] for name in named)]
        assert rows or change["action"] == "delete_row", f"a row that is gone would be changed: {change}"
        for cells in rows:
            if change["action"] == "set_no":
                assert change["before"] in (cells["flag_value"], json.dumps("N"))
                cells |= {"flag": "no", "flag_value": json.dumps("N")}
            elif change["action"] == "mark":
                cells |= {"faulty": True, "bounce_value": json.dumps(1)}
            elif change["action"] == "delete_row" or cells["column"] == change["column"]:
                assert cells["alone"]
                self.rows.remove(cells)

    def state(self) -> tuple[Any, ...]:
        """Flags and marks of the ERP, and who is suppressed for what."""
        flags = sorted((cells["target"], cells["key"], cells["flag"], cells["faulty"]) for cells in self.rows)
        kept = {address: frozenset(why) for address, why in self.suppressed.items() if why}
        return flags, kept
