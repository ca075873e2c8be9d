"""How newsletter systems head their columns, in five languages, compared as whole folded words."""

from __future__ import annotations

import unicodedata


def fold(cell: str) -> str:
    """Given a header or status cell, return its letters and digits only: no case, accents, blanks, marks, gender dots.

    `E-Mail_Adresse:` and `e-mail adresse` fold alike, `Abonné·e` becomes `abonnee`, `STRASSE` and `Straße` meet.
    """
    if cell.isascii():
        return "".join(filter(str.isalnum, cell.lower()))
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", cell.casefold())))


def folded(*words: str) -> frozenset[str]:
    """Return the folded words, those with ä, ö, ü also in their spelling with ae, oe, ue."""
    spelled = (word.translate(_TWO_LETTERS) for word in words)
    return frozenset(fold(word) for word in (*words, *spelled))


_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})

ADDRESS = folded(
    # English and vendors' field names
    *("email", "mail", "email address", "email addresses", "mail address", "email id", "contact email", "user email"),
    *(
        "subscriber email",
        "subscriber email address",
        "recipient email",
        "recipient address",
        "recipient email address",
    ),
    *("email recipient", "your email", "your email address", "primary email", "member email", "c_EmailAddress"),
    *("channels.email.address", "email 1", "customer email", "work email", "mailbox", "email addr", "address email"),
    # German
    *("E-Mail-Adresse", "Mailadresse", "E-Mail-Adressen", "E-Mails", "Deine E-Mail Adresse", "Ihre E-Mail-Adresse"),
    *("Kontakt E-Mail", "Empfängeradresse", "Empfänger E-Mail", "Empfänger-E-Mail-Adresse", "E-Mail des Empfängers"),
    *("Mail-Adressen", "E-Mail Kunde", "Kunden-E-Mail", "E-Mail privat", "E-Mail geschäftlich", "E-Post", "Emailadr"),
    # French
    *("Adresse e-mail", "Courriel", "Adresse courriel", "Adresse de courriel", "Adresse mail", "Adresse électronique"),
    *("Votre e-mail", "Votre adresse e-mail", "Mél", "Adresse de messagerie"),
    # Spanish
    *("Correo electrónico", "Correo", "Dirección de correo electrónico", "Dirección de correo", "Correo-e"),
    *("Dirección de email", "Dirección email", "Tu correo electrónico"),
    # Italian
    *("Indirizzo email", "Indirizzo e-mail", "Indirizzo di posta elettronica", "Posta elettronica", "Indirizzo mail"),
)
"""Headers that name an e-mail address and nothing else."""

PERHAPS_ADDRESS = folded(
    *("address", "recipient", "recipients", "to", "user", "subscriber", "Adresse", "Empfänger", "Regel", "Kontakt"),
    *("contact", "destinataire", "destinatario", "indirizzo", "dirección", "abonné", "suscriptor", "iscritto"),
)
"""Headers some systems put above addresses and others above names or streets: the cells below must confirm it."""


STATUS = folded(
    *("status", "state", "subscription status", "list status", "global status", "email status", "st_text", "event"),
    *(
        "event type",
        "Zustand",
        "Anmeldestatus",
        "Ereignis",
        "Abo-Status",
        "Newsletter-Status",
        "statut",
        "statut email",
    ),
    *("statut de l'abonnement", "estado", "estado de suscripción", "stato", "stato iscrizione", "stato email"),
)
"""Headers above words of a closed vocabulary; a word we do not know there is never guessed."""

REASON = folded(
    *("reason", "Grund", "Gründe", "cause", "Ursache", "Abmeldegrund", "Grund der Abmeldung", "unsubscribe reason"),
    *("unsub reason", "reason for unsubscribing", "Kategorie", "category", "Typ", "type", "Art", "kind", "Aktion"),
    *("action", "Anlass", "Bemerkung", "Kommentar", "comment", "remark", "note", "notes", "Notiz", "Hinweis"),
    *("Grund/Bemerkung", "raison", "motif", "raison du désabonnement", "motivo", "motivo della disiscrizione"),
    *("motivo de baja", "motivo de cancelación de suscripción", "source", "Quelle"),
)
"""Headers above a known word or the sender's own sentence."""

BOUNCE_TYPE = folded(
    *("bounce type", "bounce category", "bounce kind", "bounce class", "bounce", "failure type", "Bounce-Typ"),
    *("Bounceart", "Bounce-Art", "Bounce-Kategorie", "Rückläuferart", "Rückläufer-Typ", "Fehlerart", "type de rebond"),
    *("tipo de rebote", "tipo di rimbalzo"),
)
"""Headers above hard, soft and their like."""

OPTOUT_FLAG = folded(
    *("unsubscribed", "opt out", "opted out", "email opt out", "has opted out of email", "is unsubscribed"),
    *("unsubscribed from all email", "email disabled", "blacklisted", "is this subscriber blacklisted", "do not email"),
    *("abgemeldet", "Newsletter abgemeldet", "Werbesperre", "Sperre", "gesperrt", "Blacklist", "Sperrliste", "blocked"),
    *("désabonné", "désinscrit", "dado de baja", "baja", "disiscritto", "iscrizione annullata"),
)
"""Headers above yes and no, where yes is an opt-out."""

OPTOUT_DATE = folded(
    *("unsub time", "unsubscribed at", "unsubscribed on", "date unsubscribed", "unsubscribe date", "optout date"),
    *("opt-out time", "unsubscription date", "Abmeldedatum", "Abgemeldet am", "Abmeldung am", "Datum der Abmeldung"),
    *("Austragungsdatum", "Widerspruch am", "Widerspruchsdatum", "date de désabonnement", "date de désinscription"),
    *("fecha de baja", "data di disiscrizione", "data disiscrizione"),
)
"""Headers above the time of an opt-out: filled, it proves one."""

DATE = folded(
    *("date", "Datum", "timestamp", "time", "ts", "created", "created at", "event date", "event time", "Zeitpunkt"),
    *("Zeit", "bounce date", "bounced at", "last bounce", "Bouncedatum", "Eingang", "Eingangsdatum", "Eingefügt am"),
    *("am", "Datum/Uhrzeit", "Datum Uhrzeit", "changed", "updated at", "last changed", "Geändert am", "fecha", "data"),
    *("date de rebond", "date/time", "datetime", "Erfasst am", "received", "received at"),
)
LIST = folded(
    *("list", "lists", "list name", "listname", "mailing list", "email lists", "list membership", "segment", "group"),
    *("Liste", "Listen", "Verteiler", "Verteilerliste", "Empfängerliste", "Gruppe", "lista", "audience", "newsletter"),
)
MAILING = folded(
    *("campaign", "campaign id", "campaign name", "mailing", "mailing id", "message", "subject", "Kampagne", "Betreff"),
    *("Ausgabe", "Versand", "Name der Kampagne", "campagne", "campaña", "campagna", "Sendung", "Aussendung"),
)
ENHANCED = folded(
    "enhanced code", "dsn", "dsn code", "enhanced status", "enhanced status code", "status code", "DSN-Code"
)
SMTP = folded(
    "code", "smtp code", "error code", "bounce code", "response code", "Fehlercode", "SMTP-Code", "código", "codice"
)
DIAGNOSIS = folded(
    *("diagnosis", "diagnostic code", "diagnostics", "detail", "details", "description", "error", "error message"),
    *("bounce reason", "response", "smtp response", "message d'erreur", "Fehlermeldung", "Fehler", "Diagnose"),
    *("Fehlertext", "Beschreibung", "Meldung", "Servermeldung", "mensaje", "messaggio", "Rückmeldung"),
)


def address_header(cell: str) -> bool:
    """Given a cell, return whether systems use it, as a whole, to head a column of e-mail addresses."""
    word = fold(cell)
    return word in ADDRESS or word in PERHAPS_ADDRESS
