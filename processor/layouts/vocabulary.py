"""Words people and small tools write into a status or reason column, in five languages, and what they mean."""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, OPTOUT, SUBSCRIBED, bounce, ignored, vocabulary
from processor.layouts.words import folded

_OPTED_OUT = (
    *("unsubscribed", "unsubscribe", "unsub", "opt-out", "opted out", "optout", "cancelled", "canceled"),
    *("blocklisted", "blacklisted", "blacklist", "blocklist", "suppressed", "do not contact", "dnc"),
    *("unsubscribe request", "user unsubscribed", "manual unsubscribe", "list-unsubscribe", "withdrawn"),
    *(
        "objection",
        "consent withdrawn",
        "revoked",
        "révoqué",
        "revocado",
        "revocato",
        "gdpr objection",
        "manually unsubscribed",
        "globally unsubscribed",
    ),
    *("abgemeldet", "Abmeldung", "Abmelder", "abgemeldet per Link", "Abmeldelink", "Austragung", "ausgetragen"),
    *("Widerspruch", "widersprochen", "Werbewiderspruch", "Widerruf", "widerrufen", "Sperrliste", "gesperrt"),
    *("Werbesperre", "Kündigung", "gekündigt", "Newsletter abbestellt", "abbestellt", "Abbestellung"),
    *("blockiert", "Robinsonliste", "Robinson-Liste", "Löschwunsch", "keine Werbung", "Opt-out per Telefon"),
    *("DSGVO-Widerspruch", "Abmeldung per E-Mail", "telefonisch abgemeldet", "Abmeldung telefonisch"),
    *("Einwilligung widerrufen", "Newsletter-Abmeldung", "vom Newsletter abgemeldet"),
    *("désabonné", "désabonnée", "désabonnement", "désinscrit", "désinscrite", "désinscription", "bloqué", "bloquée"),
    *("désabonné par lien", "demande de désinscription", "opposition", "liste noire", "ne plus contacter", "résilié"),
    *("s'est désabonné", "s'est désinscrit", "consentement retiré"),
    *("dado de baja", "dada de baja", "baja", "baja voluntaria", "cancelado", "cancelada", "bloqueado", "bloqueada"),
    *("desuscrito", "desuscrita", "solicitud de baja", "no contactar", "lista negra", "oposición"),
    *("consentimiento retirado", "suscripción cancelada"),
    *("disiscritto", "disiscritta", "disiscrizione", "iscrizione annullata", "iscrizione cancellata", "cancellato"),
    *("cancellata", "cancellazione", "richiesta di disiscrizione", "consenso revocato", "lista nera", "bloccato"),
    *("bloccata", "opposizione", "non contattare"),
)
_COMPLAINED = (
    *("complaint", "complained", "complaints", "spam", "spam complaint", "spam report", "marked as spam"),
    *("reported as spam", "abuse", "abused", "junk", "feedback loop", "fbl", "spamcomplaint", "spamreport"),
    "Beschimpfung",
    *("Beschwerde", "Spam-Beschwerde", "Spambeschwerde", "als Spam markiert", "Spam gemeldet", "unerwünscht"),
    *("plainte", "plainte pour spam", "signalé comme spam", "marqué comme spam", "indésirable"),
    *("queja", "queja de spam", "denuncia", "denuncia de spam", "marcado como spam", "correo no deseado"),
    *("reclamo", "segnalato come spam", "segnalazione spam", "contrassegnato come spam", "posta indesiderata"),
)
_HARD = (
    *("bounce", "bounced", "hard bounce", "hardbounce", "hard", "hard bounced", "permanent", "cleaned"),
    *("permanent bounce", "permanent failure", "undeliverable", "unreachable", "returned"),
    *("unzustellbar", "nicht zustellbar", "Rückläufer", "gebounct", "gebounced", "Hard-Bounce", "hart"),
    *("Zustellfehler", "dauerhaft unzustellbar", "nicht erreichbar"),
    *("rebond", "rebond dur", "rebond définitif", "rebond permanent", "NPAI", "dur", "non distribué", "non délivrable"),
    *("rebote", "rebote duro", "rebote permanente", "rebotado", "duro", "duros", "no entregado", "no entregable"),
    *("rimbalzo", "rimbalzo permanente", "rimbalzato", "difficile", "permanente", "non recapitabile"),
)
_SOFT = (
    *("soft bounce", "softbounce", "soft", "soft bounced", "transient", "temporary", "temporary failure"),
    *("vorübergehend", "vorübergehend unzustellbar", "temporär", "temporär unzustellbar", "weich"),
    *("doux", "rebond doux", "rebond mou", "rebond temporaire", "temporaire", "blando", "blandos", "rebote blando"),
    *("rebote suave", "rebote temporal", "temporal", "facile", "rimbalzo temporaneo", "temporaneo"),
)
_UNKNOWN_MAILBOX = (
    *("user unknown", "unknown user", "mailbox unknown", "no such user", "mailbox not found", "unknown mailbox"),
    *("Postfach unbekannt", "Empfänger unbekannt", "unbekannter Empfänger", "Adresse unbekannt"),
    *("Postfach existiert nicht", "Adresse existiert nicht", "nicht existent", "existiert nicht"),
    *("utilisateur inconnu", "destinataire inconnu", "adresse inconnue", "adresse inexistante", "boîte inexistante"),
    *("usuario desconocido", "destinatario desconocido", "dirección inexistente", "buzón inexistente"),
    *("utente sconosciuto", "destinatario sconosciuto", "indirizzo inesistente", "casella inesistente"),
)
_INVALID = (
    *("invalid", "invalid email", "invalid address", "invalid email address", "bad address", "syntax error"),
    *("ungültig", "ungültige Adresse", "ungültige E-Mail", "ungültige E-Mail-Adresse", "Adresse ungültig"),
    *("falsche Adresse", "Adresse falsch", "invalide", "adresse invalide", "adresse erronée", "adresse non valide"),
    *("inválido", "no válido", "dirección no válida", "dirección inválida", "correo no válido"),
    *("non valido", "indirizzo non valido", "indirizzo errato", "indirizzo email non valido"),
)
_NO_DOMAIN = (
    *("domain unknown", "unknown domain", "host unknown", "Domain unbekannt", "Domain existiert nicht"),
    *("domaine inconnu", "domaine inexistant", "dominio desconocido", "dominio inexistente"),
    *("dominio sconosciuto", "dominio inesistente"),
)
_FULL = (
    *("mailbox full", "quota exceeded", "over quota", "Postfach voll", "Mailbox voll", "boîte pleine"),
    *("boîte aux lettres pleine", "quota dépassé", "buzón lleno", "cuota superada", "casella piena", "quota superata"),
)
_AWAY = (
    *("auto reply", "autoreply", "auto-reply", "auto responder", "autoresponder", "out of office", "ooo", "away"),
    *("Abwesenheit", "Abwesenheitsnotiz", "automatische Antwort", "Autoantwort", "Urlaub", "Abwesenheitsmeldung"),
    *("absence", "absent", "absence du bureau", "message d'absence", "réponse automatique"),
    *("ausencia", "respuesta automática", "fuera de la oficina", "fuera de oficina"),
    *("risposta automatica", "fuori ufficio", "assenza"),
)
_ALIVE = (
    *("subscribed", "active", "enabled", "confirmed", "subscriber", "opt-in", "opted in", "resubscribed"),
    *("angemeldet", "abonniert", "aktiv", "bestätigt", "Anmeldung"),
    *("abonné", "abonnée", "inscrit", "inscrite", "actif", "activé", "activée", "confirmé", "confirmée", "inscription"),
    *("suscrito", "suscrita", "activo", "activa", "confirmado", "confirmada", "dado de alta", "dada de alta", "alta"),
    *("iscritto", "iscritta", "attivo", "attiva", "confermato", "confermata", "iscrizione"),
)
_WAITING = (
    *("unconfirmed", "pending", "waiting", "wait for confirm", "not confirmed", "awaiting confirmation"),
    *("unbestätigt", "Bestätigung ausstehend", "nicht bestätigt", "ausstehend"),
    *("non confirmé", "non confirmée", "en attente", "en attente de confirmation"),
    *("sin confirmar", "no confirmado", "no confirmada", "pendiente", "pendiente de confirmación"),
    *("non confermato", "non confermata", "sospeso", "sospesa", "in attesa", "in attesa di conferma"),
)

WORDS = vocabulary(
    (OPTOUT, _OPTED_OUT),
    (COMPLAINT, _COMPLAINED),
    (bounce("hard"), _HARD),  # a bare label: believed, but with little confidence
    (bounce("soft"), _SOFT),
    (bounce("mailbox_unknown"), _UNKNOWN_MAILBOX),
    (bounce("address_invalid"), _INVALID),
    (bounce("domain_dead"), _NO_DOMAIN),
    (bounce("mailbox_full"), _FULL),
    (bounce("mailbox_disabled"), ("mailbox disabled", "mailbox inactive", "Postfach deaktiviert", "Postfach gesperrt")),
    (
        bounce("blocked"),
        (
            *("blocked", "block", "geblockt", "abgewiesen", "rejected", "abgelehnt", "rejeté", "refusé"),
            *("rechazado", "rifiutato", "respinto"),
        ),
    ),
    (bounce("moved"), ("moved", "umgezogen", "verzogen")),
    (ignored("auto_reply", "auto_reply"), _AWAY),
    (
        ignored("delayed", "delayed"),
        ("deferred", "delayed", "verzögert", "zurückgestellt", "différé", "aplazado", "differito"),
    ),
    (SUBSCRIBED, _ALIVE),
    (ignored("unconfirmed"), _WAITING),
    (
        ignored("inactive"),
        (
            *("inactive", "inaktiv", "disabled", "deaktiviert", "inactif", "inactivo", "inactiva", "inattivo"),
            *("inattiva", "désactivé", "desactivado", "disattivato"),
        ),
    ),
    (
        ignored("never_subscribed"),
        (
            *("nonsubscribed", "non-subscribed", "not subscribed", "never subscribed", "nie abonniert"),
            *("nie angemeldet", "jamais abonné", "jamais inscrit", "nunca suscrito", "mai iscritto"),
        ),
    ),
)
"""Meaning by folded word; whole words only, so that `unsubscribed` is never read as `subscribed`."""

YES = ("yes", "true", "1", "y", "x", "ja", "wahr", "oui", "vrai", "sí", "verdadero", "sì", "vero", "j", "on", "checked")
NO = ("no", "false", "0", "n", "nein", "falsch", "non", "faux", "falso", "off", "unchecked", "")

AMBIGUOUS = folded(
    *("cancelled", "canceled", "storniert", "annulliert", "gesperrt", "blockiert", "geblockt", "blocked", "block"),
    *("verzogen", "umgezogen", "moved", "gekündigt", "Kündigung", "gelöscht", "deleted", "inaktiv", "inactive"),
    *("permanent", "removed", "entfernt", "returned", "rejected", "abgelehnt", "abgewiesen", "withdrawn", "revoked"),
    *("suppressed", "unreachable", "nicht erreichbar", "hard", "hart", "dur", "duro", "duros", "difficile"),
    *("permanente", "bloqué", "bloquée", "résilié", "révoqué", "rejeté", "refusé", "baja", "cancelado", "cancelada"),
    *("bloqueado", "bloqueada", "revocado", "rechazado", "cancellato", "cancellata", "cancellazione", "bloccato"),
    *("bloccata", "revocato", "rifiutato", "respinto", "Widerruf", "widerrufen"),
    *("opposition", "oposición", "opposizione", "baja voluntaria", "abuse"),
)
"""Words said of orders, contracts and accounts as well: alone, without folder or name, they prove nothing."""
