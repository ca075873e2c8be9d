"""Invented people with odd values, and what becomes of them: written by an adapter, read back by our own reader."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from processor.domain.address import canonical
from processor.domain.batch import Batch
from processor.export import Adapter, fitted
from processor.export.servers import SERVERS
from processor.layouts import LAYOUTS
from processor.read import read
from processor.recognise import recognise

FIELDS = (
    *("first_name", "last_name", "salutation", "company", "customer_number", "language", "country", "postcode"),
    *("phone", "birthday", "list", "tags", "optin_at"),
)
DAY = "2024-08-09 07:30:00"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " * 4

ODD: Sequence[tuple[str, dict[str, str]]] = (
    ("anna@example.com", {"first_name": "Anna", "last_name": "Muster", "salutation": "Frau", "tags": "erp; kunde"}),
    ("Bernd.Groß@Example.org", {"first_name": "Bernd", "last_name": "Groß", "salutation": "Herr", "language": "de"}),
    ("carla@bäckerei-müller.example", {"first_name": "Carla", "last_name": "Müller", "company": "Bäckerei Müller"}),
    ("dora@example.com", {"first_name": 'Dora "Dodo"', "last_name": "Meier; Söhne, Co.\tKG", "company": "A|B"}),
    ("o'brien@example.net", {"first_name": "Sinéad", "last_name": "O'Brien", "country": "IE", "phone": "+353 1 2"}),
    ("formel@example.com", {"first_name": "=HYPERLINK(1)", "last_name": "@SUM(1)", "company": "+49 KG"}),
    ("ohne@example.com", {}),
    ("zeile@example.com", {"first_name": "zwei\r\nZeilen", "last_name": " Rand ", "company": "back\\slash"}),
    ("lang@example.com", {"first_name": "Eva", "last_name": LONG, "company": LONG}),
    ("smile@example.com", {"first_name": "Łukasz 😀", "last_name": "Ünal", "birthday": "1990-04-12", "optin_at": DAY}),
    ("+plus@example.com", {"first_name": "Paul", "last_name": "Plus", "customer_number": "0047", "postcode": "01067"}),
    ("liste@example.com", {"last_name": "Liste", "list": "Presse; Kunden", "tags": "a,b; c|d; e-f"}),
    ("strich@example.com", {"last_name": "Strich", "list": "Kunden-Nord"}),
    ("#raute@example.com", {"last_name": "Raute"}),
    ("info@example.com", {"company": "Example AG"}),
    ("abuse@example.com", {"company": "Example AG"}),
    (f"{'lang' * 15}@{'sehr.lange.domain.' * 5}example", {"last_name": "Adresse"}),
)
"""Address as the ERP writes it, and the fields that are not empty."""


def people(odd: Sequence[tuple[str, dict[str, str]]] = ODD, fields: Sequence[str] = FIELDS) -> pd.DataFrame:
    columns: dict[str, Any] = {
        "canonical": [canonical(address) for address, _ in odd],
        "written": [address for address, _ in odd],
        **{name: [values.get(name, "") for _, values in odd] for name in fields},
    }
    return pd.DataFrame({name: pd.Series(values, dtype="str") for name, values in columns.items()})


def adapter_for(name: str, **more: Any) -> Adapter:
    """The adapter of a server, fitted to an ERP that has all the fields; the free shape with some of them."""
    if name == "free":
        own = {"E-Mail": "{email}", "Vorname": "first_name", "Nachname": "last_name", "Firma": "company"}
        more = {"columns": own, "delimiter": ";", **more}
    return fitted(SERVERS[name], FIELDS, **more)


def read_back(content: bytes, adapter: Adapter) -> Batch:
    """What our own reader makes of a file: signs of life where it says so, else the plain list that its folder names.

    The layout that knows listmonk's import file, and says that it says nothing, is left out.
    """
    folder = "" if any(column.word for column in adapter.columns) else "optouts"
    layouts = [layout for layout in LAYOUTS if layout.name != "listmonk-import"]
    tables = read(io.BytesIO(content), "liste")
    return recognise(tables, f"liste{adapter.suffix}", folder, ZoneInfo("Europe/Berlin"), layouts)
