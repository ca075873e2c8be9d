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
    *("Votre e-mail", "Votre adresse e-mail", "Mél", "Adresse de messagerie", "Adresse e-mail du destinataire"),
    *("E-mail du destinataire", "E-mail du contact", "Adresse e-mail du contact", "E-mail client", "Email contact"),
    # Spanish
    *("Correo electrónico", "Correo", "Dirección de correo electrónico", "Dirección de correo", "Correo-e"),
    *(
        "Dirección de email",
        "Dirección email",
        "Tu correo electrónico",
        "Correo del destinatario",
        "Email del contacto",
    ),
    *("Correo electrónico del contacto", "Email del suscriptor", "Correo del suscriptor", "Direcciones de correo"),
    # Italian
    *("Indirizzo email", "Indirizzo e-mail", "Indirizzo di posta elettronica", "Posta elettronica", "Indirizzo mail"),
    *("Email destinatario", "Email del destinatario", "Indirizzo email del destinatario", "Email contatto"),
    *("Email iscritto", "Email cliente", "Indirizzi email", "Casella di posta"),
)
"""Headers that name an e-mail address and nothing else."""

PERHAPS_ADDRESS = folded(
    *("address", "recipient", "recipients", "to", "user", "subscriber", "Adresse", "Empfänger", "Regel", "Kontakt"),
    *("contact", "destinataire", "destinatario", "indirizzo", "dirección", "abonné", "suscriptor", "iscritto"),
)
"""Headers some systems put above addresses and others above names or streets: the cells below must confirm it."""


STATUS = folded(
    *("status", "state", "subscription status", "list status", "global status", "email status", "st_text", "event"),
    *("event type", "subscriber status", "subscription state", "email subscription status", "newsletter status"),
    *("Zustand", "Anmeldestatus", "Ereignis", "Abo-Status", "Abonnementstatus", "Empfängerstatus", "E-Mail-Status"),
    *("statut", "statut email", "statut de l'abonnement", "statut d'abonnement", "statut abonnement", "état"),
    *("état de l'abonnement", "statut de l'abonné", "statut newsletter", "événement"),
    *("estado", "estado de suscripción", "estado de la suscripción", "estado del suscriptor", "estado del correo"),
    *("situación", "evento"),
    *("Listenstatus", "Globaler Status", "Gesamtstatus", "statut global", "statut de la liste", "estado global"),
    *("estado de la lista", "stato globale", "stato della lista"),
    *("stato", "stato iscrizione", "stato dell'iscrizione", "stato iscritto", "stato email", "stato newsletter"),
)
"""Headers above words of a closed vocabulary; a word we do not know there is never guessed."""

REASON = folded(
    *("reason", "Grund", "Gründe", "cause", "Ursache", "Abmeldegrund", "Grund der Abmeldung", "unsubscribe reason"),
    *("unsub reason", "reason for unsubscribing", "removal reason", "suppression reason", "opt-out reason"),
    *("Kategorie", "category", "Typ", "type", "Art", "kind", "Aktion", "action", "Anlass", "Bemerkung", "Kommentar"),
    *("comment", "remark", "note", "notes", "Notiz", "Hinweis", "Grund/Bemerkung", "source", "Quelle", "Sperrgrund"),
    *("raison", "motif", "raison du désabonnement", "motif du désabonnement", "motif de désinscription", "remarque"),
    *("raison de la désinscription", "commentaire", "catégorie", "type d'événement"),
    *("motivo", "motivo de baja", "motivo de la baja", "motivo de cancelación de suscripción", "razón", "causa"),
    *("comentario", "observaciones", "tipo", "categoría", "tipo de evento"),
    *("motivo della disiscrizione", "motivo disiscrizione", "motivazione", "causale", "commento", "categoria"),
    *("tipo di evento", "ragione"),
)
"""Headers above a known word or the sender's own sentence."""

BOUNCE_TYPE = folded(
    *("bounce type", "bounce category", "bounce kind", "bounce class", "bounce", "failure type", "Bounce-Typ"),
    *("Bounceart", "Bounce-Art", "Bounce-Kategorie", "Rückläuferart", "Rückläufer-Typ", "Fehlerart"),
    *("type de rebond", "catégorie de rebond", "type d'erreur", "rebond"),
    *("tipo de rebote", "categoría de rebote", "tipo de error", "rebote"),
    *("tipo di rimbalzo", "tipo rimbalzo", "categoria di rimbalzo", "tipo errore", "rimbalzo"),
)
"""Headers above hard, soft and their like."""

OPTOUT_DATE = folded(
    *("unsub time", "unsubscribed at", "unsubscribed on", "date unsubscribed", "unsubscribe date", "optout date"),
    *("opt-out time", "unsubscription date", "unsubscribe time", "opted out at", "opt-out at", "opted out on"),
    *("unsubscribed date", "date of unsubscription", "unsubscription time", "blacklisted at", "suppressed at"),
    *("Abmeldedatum", "Abgemeldet am", "Abmeldung am", "Datum der Abmeldung", "Abmeldezeitpunkt", "Opt-out-Datum"),
    *("Austragungsdatum", "Ausgetragen am", "Widerspruch am", "Widerspruchsdatum", "Gesperrt am", "Gesperrt seit"),
    *("Abgemeldet seit", "Widerrufen am", "Abbestellt am"),
    *("date de désabonnement", "date du désabonnement", "date de désinscription", "désabonné le", "désinscrit le"),
    *("date de la désinscription", "date d'opposition"),
    *("fecha de baja", "fecha de la baja", "fecha de cancelación", "dado de baja el", "fecha baja"),
    *("data di disiscrizione", "data disiscrizione", "disiscritto il", "data della disiscrizione"),
    *("data di cancellazione", "data cancellazione"),
)
"""Headers above the time of an opt-out: filled, it proves one."""

DATE = folded(
    *("date", "Datum", "timestamp", "time", "ts", "event date", "event time", "Zeitpunkt", "Zeit", "bounce date"),
    *("bounced at", "last bounce", "Bouncedatum", "am", "Datum/Uhrzeit", "Datum Uhrzeit", "date/time", "datetime"),
    *("received", "received at", "removed on", "Eingang", "Eingangsdatum", "Entfernt am", "fecha", "data"),
    *("date de rebond", "date du rebond", "date et heure", "horodatage", "date de l'événement"),
    *("fecha y hora", "fecha de rebote", "fecha del rebote", "fecha del evento"),
    *("data e ora", "data di rimbalzo", "data rimbalzo", "data evento"),
)
"""Headers above the time something happened."""

CHANGED = folded(
    *("changed", "changed at", "last changed", "last change", "updated", "updated at", "updated on", "last updated"),
    *("last update", "modified", "modified at", "last modified", "status date", "status changed", "geändert"),
    *("Geändert am", "Änderungsdatum", "Letzte Änderung", "Zuletzt geändert", "Aktualisiert am", "Statusdatum"),
    *("modifié le", "date de modification", "mis à jour le", "modificado", "fecha de modificación", "actualizado"),
    *("modificato il", "data di modifica", "aggiornato il"),
)
"""Times that move whenever anybody touches the entry: not before an opt-out, but no time of a bounce."""

CREATED = folded(
    *("created", "created at", "date created", "creation date", "added", "added at", "date added", "Eingefügt am"),
    *("Erfasst am", "Erstellungsdatum", "Erstellt am", "Angelegt am", "Anlagedatum", "Hinzugefügt am"),
    *("créé le", "date de création", "date d'ajout", "ajouté le", "creado", "creado el", "fecha de creación"),
    *("fecha de alta", "creato il", "data di creazione", "data creazione", "aggiunto il"),
)
"""Times of an entry: in a list of events when it happened, in a list of people when they were added."""

LIST = folded(
    *("list", "lists", "list name", "listname", "mailing list", "email lists", "list membership", "segment", "group"),
    *("Liste", "Listen", "Verteiler", "Verteilerliste", "Empfängerliste", "Gruppe", "lista", "audience", "newsletter"),
    *("groupe", "liste de diffusion", "nom de la liste", "listes", "listas", "nombre de la lista", "grupo", "boletín"),
    *("liste di distribuzione", "nome lista", "gruppo", "lista di distribuzione", "mailinglist"),
)
MAILING = folded(
    *("campaign", "campaign id", "campaign name", "mailing", "mailing id", "message", "Kampagne"),
    *("Ausgabe", "Versand", "Name der Kampagne", "campagne", "campaña", "campagna", "Sendung", "Aussendung"),
)
SUBJECT = folded("subject", "Betreff", "objet", "asunto", "oggetto")
"""Headers that name a mailing where nothing better does; above bounces it is often the subject of the notice."""
ENHANCED = folded(
    "enhanced code", "dsn", "dsn code", "enhanced status", "enhanced status code", "status code", "DSN-Code"
)
SMTP = folded(
    *("code", "smtp code", "error code", "bounce code", "response code", "Fehlercode", "SMTP-Code", "código", "codice"),
    *(
        "code d'erreur",
        "code smtp",
        "código de error",
        "código smtp",
        "codice di errore",
        "codice errore",
        "codice smtp",
    ),
)
DIAGNOSIS = folded(
    *("diagnosis", "diagnostic code", "diagnostics", "detail", "details", "description", "error", "error message"),
    *("bounce reason", "response", "smtp response", "message d'erreur", "Fehlermeldung", "Fehler", "Diagnose"),
    *("Fehlertext", "Beschreibung", "Meldung", "Servermeldung", "mensaje", "messaggio", "Rückmeldung"),
    *("message du serveur", "réponse du serveur", "diagnostic", "erreur", "détail", "détails", "mensaje de error"),
    *("respuesta del servidor", "detalle", "detalles", "diagnóstico", "messaggio di errore", "risposta del server"),
    *("dettaglio", "dettagli", "diagnosi", "errore"),
)


def address_header(cell: str) -> bool:
    """Given a cell, return whether systems use it, as a whole, to head a column of e-mail addresses."""
    word = fold(cell)
    return word in ADDRESS or word in PERHAPS_ADDRESS
