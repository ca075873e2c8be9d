"""Every sample of a known export means the same whatever the order of its columns, its delimiter, encoding, quotes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.processor.dress import TEXTS, Sheet, delimited, events, folder_of, label, of_sample, sheet_of, tables, taken

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
DELIMITERS = (",", ";", "\t", "|", "^", ":")


def sample(path: Path) -> Sheet:
    (table,) = tables(path)
    return sheet_of(table)


def encodable(sheet: Sheet, encoding: str) -> bool:
    try:
        "".join(cell for row in sheet.all() for cell in row).encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("path", TEXTS, ids=label)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_a_sample_means_the_same_in_any_dress(path: Path, data: st.DataObject) -> None:
    sheet = sample(path)
    order = data.draw(st.permutations(range(len(sheet.header))) if sheet.header else st.just(()))
    encoding = data.draw(st.sampled_from(ENCODINGS))
    assume(encodable(sheet, encoding))
    quoting = data.draw(st.sampled_from(("minimal", "all", "backslash", "blank")))
    # A colon is told from those of times and mails only where all cells are quoted.
    delimiter = data.draw(st.sampled_from(DELIMITERS if quoting != "minimal" else DELIMITERS[:-1]))
    end = data.draw(st.sampled_from(("\n", "\r\n", "\r")))
    rows = sheet.ordered(order).all() if sheet.header else sheet.all()
    written = MARKS.get(encoding, b"") + delimited(rows, delimiter, encoding, quoting, end)
    assert events(taken(written, path.name, folder_of(path))) == of_sample(path)


# English, German, French, Spanish, Italian: what people in an office write above a column.
HEADINGS: dict[str, tuple[tuple[str, ...], ...]] = {
    "address": (
        ("Email", "Email Address", "E-Mail"),
        ("E-Mail", "E-Mail-Adresse", "Mailadresse"),
        ("Adresse e-mail", "Courriel", "E-mail"),
        ("Correo electrónico", "Dirección de correo electrónico", "Correo"),
        ("Indirizzo e-mail", "Indirizzo email", "Posta elettronica"),
    ),
    "name": (
        ("Name", "First Name"),
        ("Vorname", "Nachname"),
        ("Prénom", "Nom"),
        ("Nombre", "Apellidos"),
        ("Nome", "Cognome"),
    ),
    "status": (
        ("Status", "Subscription status"),
        ("Status", "Anmeldestatus", "Abo-Status"),
        ("Statut", "État de l'abonnement"),
        ("Estado", "Estado de la suscripción"),
        ("Stato", "Stato dell'iscrizione"),
    ),
    "reason": (
        ("Reason", "Unsubscribe reason"),
        ("Grund", "Abmeldegrund", "Bemerkung"),
        ("Motif", "Raison du désabonnement", "Raison"),
        ("Motivo", "Motivo de la baja"),
        ("Motivo", "Motivo della disiscrizione"),
    ),
    "optout": (
        ("Unsubscribed", "Opted out"),
        ("Abgemeldet", "Ausgetragen"),
        ("Désabonné", "Désinscrit"),
        ("Desuscrito", "Suscripción cancelada"),
        ("Disiscritto", "Disiscritta"),
    ),
    "optin": (
        ("Newsletter allowed", "Accepts email", "Email consent"),
        ("Newsletter erlaubt", "Newsletter-Einwilligung", "Werbung erlaubt"),
        ("Accepte les e-mails", "Accepte la newsletter"),
        ("Acepta correos", "Consentimiento"),
        ("Consenso newsletter", "Accetta email"),
    ),
    "block": (
        ("Do not email", "Do not contact"),
        ("Werbesperre", "Keine Werbung", "Newsletter-Sperre"),
        ("Liste noire", "Ne pas contacter"),
        ("No contactar", "Lista negra"),
        ("Non contattare", "Lista nera"),
    ),
    "kind": (
        ("Bounce type", "Bounce category"),
        ("Bounceart", "Bounce-Typ"),
        ("Type de rebond", "Catégorie de rebond"),
        ("Tipo de rebote", "Categoría de rebote"),
        ("Tipo di rimbalzo", "Categoria di rimbalzo"),
    ),
    "optout day": (
        ("Date Unsubscribed", "Unsubscribed at"),
        ("Abmeldedatum", "Abgemeldet am"),
        ("Date de désabonnement", "Désabonné le"),
        ("Fecha de baja", "Fecha de la baja"),
        ("Data di disiscrizione", "Disiscritto il"),
    ),
    "date": (("Date",), ("Datum",), ("Date",), ("Fecha",), ("Data",)),
    "changed": (
        ("Last changed", "Updated at"),
        ("Geändert am", "Letzte Änderung"),
        ("Date de modification", "Modifié le"),
        ("Fecha de modificación",),
        ("Data di modifica", "Modificato il"),
    ),
    "created": (
        ("Created at", "Date added"),
        ("Erstellt am", "Angelegt am"),
        ("Date de création", "Créé le"),
        ("Fecha de creación", "Fecha de alta"),
        ("Data di creazione", "Creato il"),
    ),
    "list": (("List", "Mailing list"), ("Liste", "Verteiler"), ("Liste",), ("Lista",), ("Lista", "Nome lista")),
    "mailing": (("Campaign", "Mailing"), ("Kampagne", "Mailing"), ("Campagne",), ("Campaña",), ("Campagna",)),
    "subject": (("Subject",), ("Betreff",), ("Objet",), ("Asunto",), ("Oggetto",)),
    "diagnosis": (
        ("Error message", "Diagnostic code"),
        ("Fehlermeldung", "Fehlertext"),
        ("Message d'erreur",),
        ("Mensaje de error",),
        ("Messaggio di errore",),
    ),
}
PARTS = {
    "Blackliste_Kunden.csv": ("address", "created"),
    "bounces/export_2024-05.csv": ("address", "date", "diagnosis"),
    "campaign-monitor-bounced.csv": ("address", "name", "kind", "date", "reason"),
    "campaign-monitor-unsubscribed.csv": ("address", "name", "optout day"),
    "clienti_consenso.txt": ("", "address", "name", "optin", "changed"),
    "contacts-newsletter.csv": ("address", "name", "name", "optout", "optout day", "reason", "list"),
    "crm-ansprechpartner.csv": ("", "name", "address", "optin", "block", "created", "changed"),
    "customer-list-english.csv": ("address", "reason", "date"),
    "emailit-contacts.csv": ("address", "name", "name", "", "", "optout"),
    "esportazione_mailup.csv": ("address", "name", "name", "status"),
    "estado_boletin.csv": ("address", "name", "status", "reason", "date"),
    "getresponse-removed.csv": ("address", "name", "date", "reason"),
    "mautic-bounce-categories.csv": ("address", "kind", "date"),
    "newsletter-abmeldungen-mai.csv": ("address", "reason", "date"),
    "newsletter2go-kontakte.csv": ("address", "name", "name", "optout"),
    "posteingang-august.csv": ("address", "reason", "date", "subject", "mailing"),
    "rapidmail-empfaenger.csv": ("address", "name", "name", "status"),
}
"""What stands in the columns of the plain samples, told by hand; what is "" here keeps its heading."""


@pytest.mark.parametrize("path", [path for path in TEXTS if label(path) in PARTS], ids=label)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_a_plain_sample_means_the_same_with_headings_in_any_language(path: Path, data: st.DataObject) -> None:
    sheet, expected = sample(path), of_sample(path)
    language = data.draw(st.sampled_from(range(5)))
    mixed = data.draw(st.booleans())
    header = []
    for part, written in zip(PARTS[label(path)], sheet.header, strict=True):
        tongue = data.draw(st.sampled_from(range(5))) if mixed else language
        header.append(data.draw(st.sampled_from(HEADINGS[part][tongue])) if part else written)
    header = data.draw(st.sampled_from((header, [cell.upper() for cell in header], [f" {cell}: " for cell in header])))
    order = data.draw(st.permutations(range(len(header))))
    rows = Sheet(sheet.above, header, sheet.rows).ordered(order).all()
    assert events(taken(delimited(rows, ";", quoting="all"), path.name, folder_of(path))) == expected
