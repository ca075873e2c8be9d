"""Drops the demo's files: every sample layout, two files that must be refused, one list too long to be true."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from processor.demo.goldens import addresses, samples
from processor.shipped import shipped

DROPPED = (
    "unsubscribed_email_audience_export_5d2c1f90aa.csv",
    "cleaned_email_audience_export_5d2c1f90aa.csv",
    "subscribed_email_audience_export_5d2c1f90aa.csv",
    "brevo-contacts.csv",
    "brevo-log.csv",
    "suppression_bounces.csv",
    "suppression_blocks.csv",
    "postmark-bounces.csv",
    "mautic-dnc.csv",
    "listmonk-subscribers.csv",
    "cleverreach.csv",
    "newsletter-abmeldungen-mai.csv",
    "newsletter-mai.xlsx",
    "customer-list-english.csv",
    "adressen.csv",
    "export_2024-05.csv",
)
"""The samples of the tour: the best known systems and plain lists. All others lie in the samples folder to be tried."""

LONG_LIST = "Abmeldungen_gesamt.csv"
"""The opt-out list that the guard must hold."""
_LONG = 600  # people on it; the guard of the demo lets about 260 pass
_DAY = date(2026, 10, 30)
_REASONS = ("über Abmeldelink", "per E-Mail", "telefonisch", "kein Interesse mehr")


def drop_samples(folder: Path) -> list[Path]:
    """Put the demo's files into the drop folder of the demo world `folder` and return where they lie, in that order.

    Bare address lists go into `optouts/` or `bounces/`. Raises FileNotFoundError where no world was built.
    """
    drop, shipment = folder / "drop", shipped("samples")
    sources = [(path, place) for path, place in samples(shipment / "layouts") if path.name in DROPPED]
    sources += [(path, "") for path in sorted((shipment / "demo" / "drops").iterdir())]
    dropped = [Path(shutil.copyfile(path, drop / place / path.name)) for path, place in sources]
    return [*dropped, _drop_long_list(folder, drop / LONG_LIST, set(addresses(shipment / "layouts")))]


def _drop_long_list(folder: Path, path: Path, others: set[str]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(("E-Mail", "Grund", "Datum"))
        for at, address in enumerate(_willing(folder / "erp.sqlite", others)[:_LONG]):
            day = _DAY - timedelta(days=at % 28)
            lines.writerow((address, _REASONS[at % len(_REASONS)], f"{day:%d.%m.%Y}"))
    return path


def _willing(erp: Path, others: set[str]) -> list[str]:
    """Customers who get the newsletter, by address, without those who occur in another sample."""
    if not erp.is_file():
        raise FileNotFoundError(f"{erp} is not there; build the demo world first")
    with closing(sqlite3.connect(erp)) as database:
        found = database.execute(
            "SELECT DISTINCT email FROM kunde WHERE newsletter = 'J' AND geloescht = 0"
            " AND email LIKE '%_@_%.%' AND email = trim(lower(email)) AND email NOT LIKE '%<%' ORDER BY kundennr"
        ).fetchall()
    return [address for (address,) in found if address not in others]
