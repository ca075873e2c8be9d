"""Files that are not what they are called: customers or bounces for opt-outs, another company's people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from processor.domain.batch import also_in, among, distinct, each_once
from processor.domain.bounce import classify
from processor.domain.earlier import ACTING, BY_NAME, Memory
from processor.domain.receipt import Worded

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.batch import Batch
    from processor.domain.plan import Plan

FEW = 10
"""Fewer people are no customer list: a small ERP may rightly lose half of its three customers."""
MOST = 0.5
"""A file that newly changes more than this share of all customers is the customer list, unless more was allowed."""
COLUMNS = 3
"""So many headings of a customer list are no accident; a name and a town stand in opt-out lists too."""

STRANGERS = 25
"""So many people unknown to the ERP are never too many: newsletter readers need not be customers."""
NEARLY_NOBODY = 0.05
"""Where the ERP may rightly lack most people, a file is foreign only if it has less than this share of them."""

_CUSTOMER_HEADINGS = (
    *("customer no", "customer number", "customer id", "account number", "debtor", "revenue", "turnover", "sales"),
    *("street", "zip", "zip code", "postcode", "postal code", "city", "town", "phone", "telephone", "mobile", "fax"),
    *("payment terms", "price list", "customer group", "credit limit", "vat id", "last order", "sales rep", "iban"),
    *("Kundennummer", "Kunden-Nr", "Kundennr", "KdNr", "Debitor", "Debitorennummer", "Debitorennr", "Umsatz"),
    *("Jahresumsatz", "Straße", "Strasse", "Str", "PLZ", "Postleitzahl", "Ort", "Stadt", "Telefon", "Tel", "Mobil"),
    *("Handy", "Telefax", "Zahlungsbedingung", "Zahlungsbedingungen", "Zahlungsziel", "Preisliste", "Kundengruppe"),
    *("Kreditlimit", "USt-IdNr", "USt-ID", "Letzte Bestellung", "Letzter Auftrag", "Vertreter", "Branche", "Rabatt"),
    *("numéro client", "rue", "code postal", "ville", "téléphone", "chiffre d'affaires", "número de cliente"),
    *("calle", "código postal", "ciudad", "teléfono", "codice cliente", "via", "cap", "città", "telefono"),
)


def _folded(cell: str) -> str:
    return "".join(filter(str.isalnum, cell.casefold()))


_CUSTOMER = frozenset(map(_folded, _CUSTOMER_HEADINGS))


def customers_for_optouts(plan: Plan, batch: Batch, customers: int, allowed: float, memory: Memory) -> list[Worded]:
    """Return the reasons to take a file for the list of customers.

    swapped_list: it would newly change more than half of them (or the `allowed` share, where that is more), ten at
    least. customer_columns: nothing but folder or file name says what it means, at least three of its headings are
    those of a customer list, and it would change ten rows or more; not asked again once a human released such a file.
    """
    touched = len(each_once(plan.changes, ["target", "key"]))
    if touched < FEW:
        return []
    if touched > max(MOST, allowed) * customers:
        return [("swapped_list", {"count": touched, "customers": customers, "percent": _percent(touched, customers)})]
    headings = [heading for heading in _headings(batch) if _folded(heading) in _CUSTOMER]
    rules = plan.rows.loc[plan.rows["event"].isin(ACTING), "rule"]
    silent = bool(rules.str.startswith(BY_NAME).all())
    if silent and len(headings) >= COLUMNS and not any(file.released for file in memory.files):
        return [("customer_columns", {"count": touched, "columns": headings})]
    return []


def mostly_unknown(plan: Plan, holders: pd.DataFrame, share: float, memory: Memory) -> list[Worded]:
    """Return the reason to take a file for another company's: too few of its people are known.

    More than 25 people whom neither ERP nor ledger knew before, and they are more than `share` of all its acting
    people. At the first file of a layout, and where earlier ones too brought mostly people the ERP does not have (it
    forgets who left, or others read the newsletter), more than 95 % must be unknown. A share of 1 never holds.
    """
    acting = plan.rows[["event", "outcome", "canonical"]]
    acting = acting[acting["event"].isin(ACTING) & acting["outcome"].isin(("applied", "already", "in_advance"))]
    people = acting["canonical"].nunique()
    advance = acting.loc[acting["outcome"] == "in_advance", "canonical"]
    strangers = advance[~also_in(advance, holders["canonical"])].nunique()
    limit = share if memory.familiar else max(share, 1 - NEARLY_NOBODY)
    if strangers > STRANGERS and strangers > limit * people:
        facts = {"count": strangers, "people": people, "percent": _percent(strangers, people)}
        return [("mostly_unknown", facts)]
    return []


def swapped_kind(batch: Batch, memory: Memory) -> list[Worded]:
    """Return the reason to hold a file called opt-outs whose lines are bounces, or the other way round.

    bounces_as_optouts, optouts_as_bounces: folder or name says the one, and all acting lines are the other.
    answers_as_optouts: lines are opt-outs by folder or name alone, and beside at least half of them stands what a mail
    server answers. A file with both kinds is a mixed list and keeps its meaning; what a human released once passes.
    """
    if any(file.released for file in memory.files):
        return []
    rows = batch.rows.loc[batch.rows["event"].isin(ACTING), ["event", "rule", "reason"]]
    events, called = distinct(rows["event"]), {_CALLED[code] for code, _ in batch.evidence if code in _CALLED}
    facts = {"count": len(rows), "lines": len(batch.rows)}
    if called == {"optout"} and events == {"bounce"}:
        return [("bounces_as_optouts", facts)]
    if called == {"bounce"} and events == {"optout"}:
        return [("optouts_as_bounces", facts)]
    said = rows[(rows["event"] == "optout") & rows["rule"].str.startswith(BY_NAME)]
    answers = [reason for reason in said["reason"].unique() if reason and _is_answer(reason)]
    answered = int(among(said["reason"], answers).sum())
    if answered and answered * 2 >= len(said):
        return [("answers_as_optouts", {"count": answered, "lines": len(said), "example": answers[0][:100]})]
    return []


_CALLED = {
    "says_optout": "optout",
    "bounces_in_optouts": "optout",
    "says_bounce": "bounce",
    "optouts_in_bounces": "bounce",
}
"""What evidence (words: evidence) says a file was called by its folder or name."""


def _is_answer(reason: str) -> bool:
    """Whether a reason is what a mail server answered, by its code or its words."""
    verdict = classify(text=reason)
    return verdict.event == "bounce" and verdict.rule.startswith(("code:", "smtp:", "text:"))


def _headings(batch: Batch) -> list[str]:
    """The headings of the plain lists in a file, as the evidence names them."""
    return [str(cell) for code, facts in batch.evidence if code == "plain_list" for cell in _many(facts.get("columns"))]


def _many(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _percent(part: int, whole: int) -> float:
    return round(100 * part / max(whole, 1), 1)
