"""How newsletter systems head the columns beside: times, lists, mailings, and what a server said."""

from __future__ import annotations

from processor.layouts.words import folded

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
    *("date of opt-out", "unsubscribed time", "date opted out", "unsubscribe date/time", "Sperrdatum", "Abmeldezeit"),
    *(
        "Datum Abmeldung",
        "Widerruf am",
        "Widerrufsdatum",
        "Datum Widerspruch",
        "date désinscription",
        "date désabonnement",
    ),
    *(
        "date opt-out",
        "fecha de desuscripción",
        "fecha de cancelación de suscripción",
        "fecha opt-out",
    ),
    *("baja el", "data annullamento iscrizione", "data opt-out", "cancellato il", "data revoca"),
)
"""Headers above the time of an opt-out: filled, it proves one."""

DATE = folded(
    *("date", "Datum", "timestamp", "time", "ts", "event date", "event time", "Zeitpunkt", "Zeit", "bounce date"),
    *("bounced at", "last bounce", "Bouncedatum", "am", "Datum/Uhrzeit", "Datum Uhrzeit", "date/time", "datetime"),
    *("received", "received at", "removed on", "Eingang", "Eingangsdatum", "Entfernt am", "fecha", "data"),
    *("date de rebond", "date du rebond", "date et heure", "horodatage", "date de l'événement"),
    *("fecha y hora", "fecha de rebote", "fecha del rebote", "fecha del evento"),
    *("data e ora", "data di rimbalzo", "data rimbalzo", "data evento"),
    *(
        "date bounced",
        "bounce time",
        "bounced on",
        "occurred at",
        "complaint date",
        "date of bounce",
        "last bounce date",
    ),
    *(
        "Rückläuferdatum",
        "Datum/Zeit",
        "Datum und Uhrzeit",
        "Eingegangen am",
        "Ereignisdatum",
        "Zeitstempel",
        "Bounce am",
    ),
    *("Letzter Bounce", "Datum des Bounces", "Datum Bounce", "Gebounct am", "Fehlerdatum"),
    *("date événement", "date de bounce", "date de l'erreur", "date dernier rebond", "dernier rebond"),
    *("fecha rebote", "fecha evento", "último rebote", "fecha del error", "marca de tiempo", "fecha/hora"),
    *("data del rimbalzo", "data dell'evento", "data/ora", "ultimo rimbalzo", "data errore", "data bounce"),
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
    *(
        "topic",
        "list id",
        "email list",
        "groups",
        "segments",
        "subscription list",
        "Mailingliste",
        "Listenname",
        "Gruppen",
    ),
    *("Verteilername", "Empfängergruppe", "Zielgruppe", "Name der Liste", "liste d'envoi", "groupes", "nom liste"),
    *(
        "liste de contacts",
        "segmento",
        "lista de correo",
        "lista de distribución",
        "audiencia",
        "grupos",
        "nombre lista",
    ),
    *("lista de contactos", "nome della lista", "elenco", "gruppi", "lista contatti", "pubblico"),
)
MAILING = folded(
    *("campaign", "campaign id", "campaign name", "mailing", "mailing id", "message", "Kampagne"),
    *("Ausgabe", "Versand", "Name der Kampagne", "campagne", "campaña", "campagna", "Sendung", "Aussendung"),
    *("mailing name", "newsletter id", "newsletter name", "newsletter title", "issue", "broadcast", "email name"),
    *("campaign title", "email campaign", "message name", "send id", "job id", "Kampagnenname", "Kampagnen-ID"),
    *("Mailingname", "Mailing-Name", "Name des Mailings", "Newsletter-Name", "Newsletter-Ausgabe", "Versand-ID"),
    *("Rundschreiben", "nom de la campagne", "nom de campagne", "identifiant campagne", "ID campagne", "envoi"),
    *("nom du message", "nom de l'envoi", "nombre de la campaña", "nombre de campaña", "ID de campaña", "envío"),
    *("nome campagna", "nome della campagna", "ID campagna", "invio", "nome invio", "spedizione"),
)
SUBJECT = folded("subject", "mailing subject", "Betreff", "objet", "sujet", "asunto", "oggetto")
"""Headers that name a mailing where nothing better does; above bounces it is often the subject of the notice."""
ENHANCED = folded(
    *("enhanced code", "dsn", "dsn code", "enhanced status", "enhanced status code", "status code", "DSN-Code"),
    *("enhanced smtp code", "dsn status", "delivery status code", "Erweiterter Statuscode", "DSN-Status", "Statuscode"),
    *("code DSN", "código DSN", "codice DSN", "code de statut", "código de estado", "codice di stato"),
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
    *("smtp status", "reply code", "smtp reply code", "Fehlernummer", "Antwortcode", "SMTP-Fehlercode", "code erreur"),
    *("code retour", "code de rebond", "código de rebote", "codice di rimbalzo"),
)
DIAGNOSIS = folded(
    *("diagnosis", "diagnostic code", "diagnostics", "detail", "details", "description", "error", "error message"),
    *("bounce reason", "response", "smtp response", "message d'erreur", "Fehlermeldung", "Fehler", "Diagnose"),
    *("Fehlertext", "Beschreibung", "Meldung", "Servermeldung", "mensaje", "messaggio", "Rückmeldung"),
    *("message du serveur", "réponse du serveur", "diagnostic", "erreur", "détail", "détails", "mensaje de error"),
    *("respuesta del servidor", "detalle", "detalles", "diagnóstico", "messaggio di errore", "risposta del server"),
    *("dettaglio", "dettagli", "diagnosi", "errore"),
    *("bounce message", "bounce details", "bounce description", "bounce text", "bounce error", "server response"),
    *(
        "smtp reply",
        "smtp message",
        "remote response",
        "diagnostic text",
        "failure reason",
        "error details",
        "raw reason",
    ),
    *("Serverantwort", "Antwort des Servers", "SMTP-Antwort", "Bounce-Grund", "Bounce-Meldung", "Bounce-Nachricht"),
    *("Rückläufergrund", "Fehlerbeschreibung", "Fehlergrund", "Bouncetext", "Diagnosecode", "réponse SMTP"),
    *("raison du rebond", "motif du rebond", "motif de rebond", "message de rebond", "description de l'erreur"),
    *("descripción del error", "descripción", "motivo del rebote", "motivo de rebote", "razón del rebote"),
    *("respuesta SMTP", "mensaje del servidor", "descrizione", "descrizione errore", "motivo del rimbalzo"),
    *("motivo rimbalzo", "risposta SMTP", "diagnostica", "messaggio del server"),
)
