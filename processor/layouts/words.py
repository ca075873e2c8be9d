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
    *(
        "Email (Primary)",
        "E-Mail Empfänger",
        "E-Mail-Adresse des Empfängers",
        "Elektronische Adresse",
        "Mailadr.",
        "Courrier électronique",
    ),
    *(
        "Adresse de courrier électronique",
        "Adresse e-mail de l'abonné",
        "E-mail abonné",
        "Adresse de messagerie électronique",
    ),
    *("Correo del cliente", "Correo electrónico del suscriptor", "Dirección electrónica", "Indirizzo di posta"),
    *("Email del contatto", "Indirizzo elettronico", "Casella email", "Casella di posta elettronica"),
)
"""Headers that name an e-mail address and nothing else."""

PERHAPS_ADDRESS = folded(
    *("address", "recipient", "recipients", "to", "user", "subscriber", "Adresse", "Empfänger", "Regel", "Kontakt"),
    *("contact", "destinataire", "destinatario", "indirizzo", "dirección", "abonné", "suscriptor", "iscritto"),
    *(
        "Abonnent",
        "Teilnehmer",
        "An",
        "Benutzer",
        "Mitglied",
        "member",
        "username",
        "login",
        "contacto",
        "contatto",
        "para",
    ),
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
    *("contact status", "member status", "marketing status", "recipient status", "Kontaktstatus", "Status Newsletter"),
    *("Statustext", "statut du contact", "statut contact", "statut de l'e-mail", "statut d'inscription"),
    *("Ereignistyp", "Ereignisart", "tipo evento", "estado de correo electrónico"),
    *("estado del contacto", "estado del email", "estado newsletter", "estado email"),
    *("stato contatto", "stato del contatto", "stato dell'email", "stato utente"),
)
"""Headers above words of a closed vocabulary; a word we do not know there is never guessed."""

LIST_STATUS = folded(
    *("list status", "global status", "Listenstatus", "Globaler Status", "Gesamtstatus", "statut global"),
    *("statut de la liste", "estado global", "estado de la lista", "stato globale", "stato della lista"),
)
"""Those that say for which lists: leaving one and staying on another is no contradiction."""

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
    *(
        "unsubscribe method",
        "remarks",
        "comments",
        "Bemerkungen",
        "Anmerkung",
        "Anmerkungen",
        "Abmeldeart",
        "Abmeldeweg",
    ),
    *("Grund Abmeldung", "Begründung", "motif de désabonnement", "raison de désinscription", "motif d'exclusion"),
    *(
        "commentaires",
        "motivo baja",
        "razón de baja",
        "comentarios",
        "nota",
        "motivo cancellazione",
        "motivo di disiscrizione",
    ),
    "commenti",
)
"""Headers above a known word or the sender's own sentence."""

BOUNCE_TYPE = folded(
    *("bounce type", "bounce category", "bounce kind", "bounce class", "bounce", "failure type", "Bounce-Typ"),
    *("Bounceart", "Bounce-Art", "Bounce-Kategorie", "Rückläuferart", "Rückläufer-Typ", "Fehlerart"),
    *("type de rebond", "catégorie de rebond", "type d'erreur", "rebond"),
    *("tipo de rebote", "categoría de rebote", "tipo de error", "rebote"),
    *("tipo di rimbalzo", "tipo rimbalzo", "categoria di rimbalzo", "tipo errore", "rimbalzo"),
    *(
        "bounce classification",
        "bounce status",
        "type of bounce",
        "Bounceklasse",
        "Bounce-Klasse",
        "Bounce-Status",
        "Fehlertyp",
    ),
    *("Art des Bounces", "type de bounce", "type bounce", "nature du rebond", "tipo rebote", "clase de rebote"),
    *("tipo di errore", "tipo bounce", "tipo di bounce"),
)
"""Headers above hard, soft and their like."""


def address_header(cell: str) -> bool:
    """Given a cell, return whether systems use it, as a whole, to head a column of e-mail addresses."""
    word = fold(cell)
    return word in ADDRESS or word in PERHAPS_ADDRESS
