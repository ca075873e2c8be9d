"""The same people in any dress: columns, delimiter, encoding, quoting, language, container never change a meaning."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.domain.address import canonical
from processor.read import read
from processor.recognise import recognise

NAME = "Newsletter.csv"
"""Some of the headings and words are said of tickets and staff too: they want a second sign of mail."""

LANGUAGES = ("en", "de", "fr", "es", "it")
HEADINGS = {
    "address": ("Email Address", "E-Mail-Adresse", "Adresse e-mail", "Correo electrónico", "Indirizzo e-mail"),
    "name": ("Name", "Vorname", "Prénom", "Nombre", "Nome"),
    "word": ("Reason", "Grund", "Motif", "Motivo", "Motivo della disiscrizione"),
    "status": ("Status", "Anmeldestatus", "Statut de l'abonnement", "Estado de suscripción", "Stato iscrizione"),
    "flag": ("Unsubscribed", "Abgemeldet", "Désabonné", "Dado de baja", "Disiscritto"),
    "inverse": ("Subscribed to emails", "Newsletter erlaubt", "Accepte les e-mails", "Acepta correos", "Consenso"),
    "day": ("Unsubscribed at", "Abmeldedatum", "Date de désinscription", "Fecha de baja", "Data di disiscrizione"),
    "date": ("Date", "Datum", "Date", "Fecha", "Data"),
    "list": ("Mailing list", "Verteiler", "Liste", "Lista", "Lista"),
}
WORDS = {
    "optout": ("unsubscribed", "abgemeldet", "Désabonné·e", "Dado de baja", "Disiscritto"),
    "complaint": ("Marked as spam", "Beschwerde", "Plainte", "Queja", "Reclamo"),
    "bounce": ("hard bounce", "unzustellbar", "Rebond dur", "Rebote duro", "Rimbalzo"),
    "soft": ("soft bounce", "vorübergehend", "rebond doux", "Rebote blando", "temporaneo"),
    "alive": ("subscribed", "angemeldet", "abonné", "suscrito", "iscritto"),
    "waiting": ("unconfirmed", "unbestätigt", "non confirmé", "sin confirmar", "non confermato"),
}
MEANT = {
    "optout": ("optout", ""),
    "complaint": ("complaint", ""),
    "bounce": ("bounce", "mailbox_unknown"),
    "soft": ("bounce", "temporary"),
    "alive": ("subscribed", ""),
    "waiting": ("ignored", ""),
}
YES = (("yes", "TRUE", "1", "x"), ("ja", "WAHR", "1"), ("Oui", "VRAI", "1"), ("Sí", "VERDADERO", "1"), ("Sì", "VERO"))
NO = (("no", "FALSE", "0", "off"), ("nein", "FALSCH", "0"), ("Non", "FAUX", "0"), ("No", "FALSO"), ("No", "FALSO"))

PEOPLE = tuple(
    (address, name, word, f"2024-05-{day:02} 08:{day:02}:00", listed)
    for day, (address, name, word, listed) in enumerate(
        [
            ("anna@example.com", "Anna", "optout", "Presse"),
            ("bernd@müller-example.de", "Bernd; Söhne", "complaint", ""),
            ("c.o'neil@example.org", 'Carla "Carli"', "bounce", "Kunden, alt"),
            ("Dora+x@example.net", "Été", "soft", "Presse"),
            ("emil@example.at", "", "alive", "Kunden"),
            ("frida@example.ch", "Frida | Co", "waiting", ""),
            ("gustav@example.it", "Núñez", "optout", "Presse"),
            ("hanna@example.es", "Hanna", "alive", ""),
        ],
        start=1,
    )
)
Event = tuple[str, str, str, str, str]


class Known(NamedTuple):
    """A plain file by the parts of its columns, and what is meant by it."""

    parts: Sequence[str]
    rows: Sequence[Sequence[str]]
    meant: Sequence[Event]


def moment(text: str) -> str:
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"))
    return local.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%d %H:%M:%S+00:00")


def known(kind: str, language: int, pick: int) -> Known:
    """Given a kind of file, a language and which yes and no to use, return the file as people write it."""
    rows, meant = [], []
    for address, name, word, at, listed in PEOPLE:
        out = word in ("optout", "complaint")
        yes, no = (words[language][pick % len(words[language])] for words in (YES, NO))
        cell, when = {
            "word": (WORDS[word][language], at),
            "status": (WORDS[word][language], at),
            "flag": (yes if out else no, at),
            "inverse": (no if out else yes, at),
            "day": (at if out else "", ""),
        }[kind]
        event, bounced = MEANT[word]
        if kind in ("flag", "inverse", "day"):
            event, bounced = ("optout" if out else "subscribed" if kind != "day" else "rejected"), ""
        time = at if kind != "day" or out else ""
        rows.append((address, name, cell, when, listed))
        meant.append((address.casefold(), event, bounced, moment(time) if time else "NaT", listed))
    return Known(("address", "name", kind, "date", "list"), rows, meant)


def table_of(file: Known, language: int, order: Sequence[int]) -> list[list[str]]:
    header = [HEADINGS[part][language] for part in file.parts]
    return [[row[place] for place in order] for row in (header, *file.rows)]


def written(rows: Sequence[Sequence[str]], delimiter: str, encoding: str, quoting: int, end: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue().encode(encoding)


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    book, packed = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(packed)
    return packed.getvalue()


def taken(data: bytes, name: str = NAME) -> list[Event]:
    batch = recognise(read(io.BytesIO(data), name), name, "", ZoneInfo("Europe/Berlin"))
    columns = ("canonical", "event", "bounce_class", "at", "list")
    return list(zip(*(map(str, batch.rows[name].tolist()) for name in columns), strict=True))  # type: ignore[arg-type]


def expected(file: Known) -> list[Event]:
    return [(canonical(address), *rest) for address, *rest in file.meant]  # type: ignore[misc]


KINDS = ("word", "status", "flag", "inverse", "day")


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(
    language=st.sampled_from(range(5)),
    pick=st.integers(0, 3),
    order=st.permutations(range(5)),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_a_plain_file_means_the_same_in_any_dress(kind, language, pick, order, delimiter, encoding, quoting, end):
    file = known(kind, language, pick)
    data = written(table_of(file, language, order), delimiter, encoding, quoting, end)
    assert taken(data) == expected(file)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", range(5), ids=LANGUAGES)
def test_a_workbook_means_the_same_as_the_text(kind, language):
    file = known(kind, language, 0)
    rows = table_of(file, language, range(5))
    text = written(rows, ";", "utf-8", csv.QUOTE_MINIMAL, "\r\n")
    assert taken(text) == taken(workbook(rows), "Newsletter.xlsx") == expected(file)


@pytest.mark.parametrize("kind", KINDS)
def test_real_dates_and_real_yes_and_no_of_a_workbook_mean_the_same(kind):
    """What a spreadsheet stores as a date or as TRUE is what a text file spells out."""
    file = known(kind, 0, 1)
    native = {"TRUE": True, "FALSE": False}
    rows: list[list[object]] = [list(row) for row in table_of(file, 0, range(5))]
    for row in rows[1:]:
        row[2:4] = [native.get(cell, datetime.fromisoformat(cell) if cell[:2] == "20" else cell) for cell in row[2:4]]
    assert taken(workbook(rows), "Newsletter.xlsx") == expected(file)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=8, deadline=None)
@given(mixed=st.lists(st.sampled_from(range(5)), min_size=5, max_size=5), order=st.permutations(range(5)))
def test_headings_of_several_languages_in_one_file_mean_the_same(kind, mixed, order):
    file = known(kind, 1, 0)
    header = [HEADINGS[part][language] for part, language in zip(file.parts, mixed, strict=True)]
    rows = [[row[place] for place in order] for row in (header, *file.rows)]
    assert taken(written(rows, ";", "utf-8", csv.QUOTE_MINIMAL, "\n")) == expected(file)
