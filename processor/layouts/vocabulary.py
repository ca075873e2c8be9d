"""Words people and small tools write into a status or reason column, in five languages, and what they mean."""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, OPTOUT, SUBSCRIBED, bounce, ignored, vocabulary

WORDS = vocabulary(
    (
        OPTOUT,
        (
            *("unsubscribed", "unsubscribe", "unsub", "opt-out", "opted out", "optout", "cancelled", "canceled"),
            *("blocklisted", "blacklisted", "blacklist", "blocklist", "suppressed", "do not contact", "dnc"),
            *("unsubscribe request", "user unsubscribed", "manual unsubscribe", "list-unsubscribe", "withdrawn"),
            *("objection", "consent withdrawn", "gdpr objection", "manually unsubscribed"),
            *("abgemeldet", "Abmeldung", "Abmelder", "abgemeldet per Link", "Abmeldelink", "Austragung", "ausgetragen"),
            *("Widerspruch", "widersprochen", "Werbewiderspruch", "Widerruf", "widerrufen", "Sperrliste", "gesperrt"),
            *("Werbesperre", "Kündigung", "gekündigt", "Newsletter abbestellt", "abbestellt", "Abbestellung"),
            *("blockiert", "Robinsonliste", "Robinson-Liste", "Löschwunsch", "keine Werbung", "Opt-out per Telefon"),
            *("DSGVO-Widerspruch", "Abmeldung per E-Mail", "telefonisch abgemeldet", "Abmeldung telefonisch"),
            *("désabonné", "désabonnée", "désabonnement", "désinscrit", "désinscrite", "désinscription", "bloqué"),
            *("dado de baja", "baja", "cancelado", "cancelada", "bloqueado", "bloqueada"),
            *("disiscritto", "disiscritta", "disiscrizione", "iscrizione annullata", "cancellato"),
        ),
    ),
    (
        COMPLAINT,
        (
            *("complaint", "complained", "complaints", "spam", "spam complaint", "spam report", "marked as spam"),
            *("reported as spam", "abuse", "abused", "junk", "feedback loop", "fbl", "spamcomplaint", "spamreport"),
            *("Beschwerde", "Spam-Beschwerde", "Spambeschwerde", "als Spam markiert", "Spam gemeldet", "unerwünscht"),
            *("plainte", "signalé comme spam", "queja", "reclamo", "segnalato come spam"),
        ),
    ),
    (
        bounce("hard"),  # a bare label: believed, but with little confidence
        (
            *("bounce", "bounced", "hard bounce", "hardbounce", "hard", "hard bounced", "permanent", "cleaned"),
            *("permanent bounce", "permanent failure", "undeliverable", "unreachable", "returned"),
            *("unzustellbar", "nicht zustellbar", "Rückläufer", "gebounct", "gebounced", "Hard-Bounce", "hart"),
            *("Zustellfehler", "dauerhaft unzustellbar", "nicht erreichbar"),
            *("rebond", "rebond dur", "NPAI", "dur", "rebote", "rebote duro", "duro", "duros", "rimbalzo", "difficile"),
        ),
    ),
    (
        bounce("soft"),
        (
            *("soft bounce", "softbounce", "soft", "soft bounced", "transient", "temporary", "temporary failure"),
            *("vorübergehend", "vorübergehend unzustellbar", "temporär", "temporär unzustellbar", "weich"),
            *("doux", "rebond doux", "blando", "blandos", "rebote blando", "facile", "temporaire", "temporal"),
        ),
    ),
    (
        bounce("mailbox_unknown"),
        (
            *(
                "user unknown",
                "unknown user",
                "mailbox unknown",
                "no such user",
                "mailbox not found",
                "unknown mailbox",
            ),
            *("Postfach unbekannt", "Empfänger unbekannt", "unbekannter Empfänger", "Adresse unbekannt"),
            *("Postfach existiert nicht", "Adresse existiert nicht", "nicht existent", "existiert nicht"),
        ),
    ),
    (
        bounce("address_invalid"),
        (
            *("invalid", "invalid email", "invalid address", "invalid email address", "bad address", "syntax error"),
            *("ungültig", "ungültige Adresse", "ungültige E-Mail", "ungültige E-Mail-Adresse", "Adresse ungültig"),
            *("falsche Adresse", "Adresse falsch", "invalide", "adresse invalide", "inválido", "non valido"),
        ),
    ),
    (
        bounce("domain_dead"),
        ("domain unknown", "unknown domain", "host unknown", "Domain unbekannt", "Domain existiert nicht"),
    ),
    (
        bounce("mailbox_full"),
        ("mailbox full", "quota exceeded", "over quota", "Postfach voll", "Mailbox voll", "boîte pleine"),
    ),
    (bounce("mailbox_disabled"), ("mailbox disabled", "mailbox inactive", "Postfach deaktiviert", "Postfach gesperrt")),
    (bounce("blocked"), ("blocked", "block", "geblockt", "abgewiesen", "rejected", "abgelehnt")),
    (bounce("moved"), ("moved", "umgezogen", "verzogen")),
    (
        ignored("auto_reply", "auto_reply"),
        (
            *(
                "auto reply",
                "autoreply",
                "auto-reply",
                "auto responder",
                "autoresponder",
                "out of office",
                "ooo",
                "away",
            ),
            *(
                "Abwesenheit",
                "Abwesenheitsnotiz",
                "automatische Antwort",
                "Autoantwort",
                "Urlaub",
                "Abwesenheitsmeldung",
            ),
            *("absence", "réponse automatique", "ausencia", "risposta automatica"),
        ),
    ),
    (ignored("delayed", "delayed"), ("deferred", "delayed", "verzögert", "zurückgestellt", "différé", "aplazado")),
    (
        SUBSCRIBED,
        (
            *("subscribed", "active", "enabled", "confirmed", "subscriber", "opt-in", "opted in", "resubscribed"),
            *("angemeldet", "abonniert", "aktiv", "bestätigt", "Anmeldung", "abonné", "abonnée", "activé", "confirmé"),
            *("suscrito", "suscrita", "activo", "confirmado", "iscritto", "attivo", "confermato"),
        ),
    ),
    (
        ignored("unconfirmed"),
        (
            *("unconfirmed", "pending", "waiting", "wait for confirm", "not confirmed", "awaiting confirmation"),
            *(
                "unbestätigt",
                "Bestätigung ausstehend",
                "nicht bestätigt",
                "ausstehend",
                "non confirmé",
                "non confirmée",
            ),
            *("sin confirmar", "non confermato", "sospeso"),
        ),
    ),
    (ignored("inactive"), ("inactive", "inaktiv", "disabled", "deaktiviert", "inactif", "inactivo", "inattivo")),
)
"""Meaning by folded word; whole words only, so that `unsubscribed` is never read as `subscribed`."""

BOUNCE_WORDS = {
    **WORDS,
    **vocabulary((bounce("blocked"), ("blacklisted", "blacklist", "blocklisted", "blockiert", "spam"))),
}
"""The same below a heading such as "bounce type": there a blacklist is the one our server stands on."""

YES = ("yes", "true", "1", "y", "x", "ja", "wahr", "oui", "vrai", "sí", "verdadero", "sì", "vero", "j", "on")
NO = ("no", "false", "0", "n", "nein", "falsch", "non", "faux", "falso", "off", "")

FLAG = vocabulary((OPTOUT, YES), (ignored("not_opted_out"), NO))
"""A yes in a column headed "unsubscribed" is an opt-out; a no there is no sign of life."""
