"""Columns of yes and no, in five languages: who has opted out, who wants the newsletter, who bounced or complained."""

from __future__ import annotations

from processor.layouts.bounce_words import BOUNCE_WORDS
from processor.layouts.layout import COMPLAINT, OPTOUT, SUBSCRIBED, Means, bounce, vocabulary
from processor.layouts.vocabulary import NO, WORDS, YES
from processor.layouts.words import folded

OPTOUT_FLAG = folded(
    *("unsubscribed", "is unsubscribed", "opt out", "opted out", "email opt out", "has opted out of email", "optouts"),
    *("unsubscribed from all email", "unsubscribed from newsletter", "newsletter unsubscribed", "marketing opt out"),
    *("subscription_ids/opt_out", "is opt out"),
    *("has unsubscribed", "email unsubscribed", "global unsubscribe", "newsletter opt out", "opted out of email"),
    *("abgemeldet", "Newsletter abgemeldet", "vom Newsletter abgemeldet", "ist abgemeldet", "ausgetragen"),
    *("Newsletter abbestellt", "abbestellt", "Newsletter Opt-out", "Werbewiderspruch", "Widerspruch"),
    *("désabonné", "désabonnée", "désinscrit", "désinscrite", "désabonné de la newsletter", "est désabonné"),
    *("dado de baja", "baja", "dada de baja", "desuscrito", "cancelado", "suscripción cancelada"),
    *("disiscritto", "disiscritta", "iscrizione annullata", "iscrizione cancellata", "è disiscritto"),
    *("unsubscribed from emails", "email opted out", "global opt out", "désinscrit de la newsletter"),
    *("ha cancelado la suscripción", "baja newsletter"),
    *("baja del boletín", "de baja", "cancellato", "disiscritto dalla newsletter", "cancellato dalla newsletter"),
)
"""Headers above yes and no, where yes is an opt-out and no says that the newsletter server has somebody."""

PERHAPS_OPTOUT_FLAG = folded(
    *("unsubscribe", "abmelden", "austragen", "se désinscrire", "se désabonner", "darse de baja", "disiscriviti"),
    *("disiscriversi", "cancella iscrizione", "Abmeldung", "Austragung", "désabonnement", "désinscription"),
    *("opposition", "disiscrizione"),
)
"""The same where the cells are yes and no, or dates; others put these headers above links and remarks."""

BLOCK_FLAG = folded(
    "No Bulk Emails (User Opt Out)",
    *("email disabled", "blacklisted", "is blacklisted", "is this subscriber blacklisted", "do not email", "blocked"),
    *(
        "blocklisted",
        "suppressed",
        "do not contact",
        "do not mail",
        "blacklist",
        "no email",
        "no mailing",
        "no bulk email",
    ),
    *("Werbesperre", "Sperre", "gesperrt", "Sperrliste", "Newsletter-Sperre", "Newslettersperre", "E-Mail-Sperre"),
    *("Mailsperre", "keine Werbung", "kein Newsletter", "keine E-Mails", "keine E-Mail-Werbung", "Robinson"),
    *("liste noire", "bloqué", "ne pas contacter", "pas de newsletter", "stop e-mail", "ne pas envoyer d'e-mail"),
    *("lista negra", "bloqueado", "no contactar", "no enviar correo", "sin publicidad"),
    *("lista nera", "bloccato", "non contattare", "non inviare email", "no pubblicità"),
    *("Sperrkennzeichen", "Werbesperrkennzeichen", "Mailingsperre", "Werbeverbot", "keine Mailings", "NL-Sperre"),
    *("ne pas envoyer de newsletter", "blacklisté", "no desea recibir"),
)
"""The same, but a no says nothing: whoever is not blocked need not be a subscriber."""

OPTIN_FLAG = folded(
    *("subscribed", "is subscribed", "opt in", "opted in", "has opted in", "email opt in", "newsletter opt in"),
    *("subscribed to emails", "subscribed to newsletter", "newsletter subscribed", "newsletter subscription"),
    *("accepts email", "accepts marketing", "accepts email marketing", "email marketing consent", "accepts newsletter"),
    *("email consent", "consent", "marketing consent", "gdpr consent", "marketing opt in", "email permission"),
    *(
        "permission",
        "marketing permission",
        "newsletter consent",
        "allow email",
        "emails allowed",
        "newsletter allowed",
    ),
    *("may be emailed", "wants newsletter", "receive newsletter", "receives newsletter", "receive emails"),
    *("email opt in status", "opt in status", "Newsletter erlaubt", "Newsletter gewünscht", "Newsletter-Empfang"),
    *("Newsletter-Empfänger", "Newsletterempfänger", "erhält Newsletter", "Newsletter erhalten", "Newsletter aktiv"),
    *("Newsletter abonniert", "Newsletter-Abo", "Newsletterabo", "Newsletter-Anmeldung", "Newsletter-Einwilligung"),
    *("Einwilligung", "Werbeeinwilligung", "Einwilligung Werbung", "Einwilligung Newsletter", "Newsletter-Opt-in"),
    *("Werbung erlaubt", "E-Mail erlaubt", "E-Mail-Werbung erlaubt", "Mailing erlaubt", "darf angeschrieben werden"),
    *("E-Mail-Erlaubnis", "Werbeerlaubnis", "Werbung gewünscht", "zum Newsletter angemeldet", "möchte Newsletter"),
    *("accepte les e-mails", "accepte la newsletter", "accepte e-mail", "consentement", "consentement newsletter"),
    *("abonné à la newsletter", "inscrit à la newsletter", "abonnement newsletter", "recevoir la newsletter"),
    *("opt-in e-mail", "opt-in newsletter", "consentement marketing", "accepte la publicité", "newsletter autorisée"),
    *("acepta correos", "acepta publicidad", "acepta marketing", "acepta newsletter", "consentimiento"),
    *("suscrito al boletín", "recibir boletín", "recibe boletín", "boletín permitido", "consentimiento de marketing"),
    *("consenso", "consenso newsletter", "consenso marketing", "accetta email", "accetta newsletter"),
    *("iscritto alla newsletter", "riceve newsletter", "newsletter consentita", "accetta pubblicità"),
    *("consent status", "mailing allowed", "newsletter ok", "Newsletter ja/nein", "NL-Empfänger", "NL erlaubt"),
    *("E-Mail-Einwilligung", "Einwilligung E-Mail", "reçoit la newsletter", "abonné newsletter", "inscrit newsletter"),
    *("recibe newsletter", "suscrito a la newsletter", "acepta emails", "iscritto newsletter", "riceve la newsletter"),
    "consenso privacy marketing",
)
"""Headers above yes and no, where no is an opt-out."""

PERHAPS_OPTIN_FLAG = folded(
    *("newsletter", "newsletters", "email newsletter", "E-Mail-Newsletter", "angemeldet", "abonniert"),
    *("boletín", "Werbung", "E-Mail-Werbung", "email marketing", "marketing emails", "Infomail"),
    *("abonné", "abonnée", "inscrit", "inscrite", "suscrito", "suscrita", "iscritto", "iscritta", "subscriber"),
    "infolettre",
)
"""The same where the cells are yes and no; some put these headers above names of lists or addresses."""

AMBIGUOUS_FLAG = folded(
    *("gesperrt", "Sperre", "blocked", "locked", "suppressed", "bloqué", "bloqueado", "bloccato", "baja", "cancelado"),
    *("Gesperrt am", "Gesperrt seit", "suppressed at", "fecha de cancelación"),
    *("data di cancellazione", "data cancellazione"),
    *(
        "Sperrkennzeichen",
        "Sperrdatum",
        "Widerrufsdatum",
        "Widerruf am",
        "de baja",
        "baja el",
        "cancellato",
        "cancellato il",
        "opposition",
        "data revoca",
    ),
)
"""Headers that may speak of an account or a contract: alone, without folder or name, a yes or a date proves nothing."""

BOUNCE_FLAG = folded(
    *("bounced", "is bounced", "has bounced", "hard bounced", "is hard bounce", "undeliverable", "email bounced"),
    "IsEmailBounced",  # Salesforce
    *("gebounct", "gebounced", "unzustellbar", "Rückläufer", "nicht zustellbar", "Hardbounce", "hard bounce"),
    *("NPAI", "en rebond", "rebotado", "rimbalzato"),
    *("E-Mail ungültig", "Adresse ungültig", "rebondi", "non distribuable", "no entregable", "non recapitabile"),
)
COMPLAINT_FLAG = folded(
    *("complained", "complaint", "marked as spam", "reported as spam", "spam complaint", "spam reported"),
    *("Beschwerde", "als Spam markiert", "Spam gemeldet", "Spam-Beschwerde", "plainte", "queja", "segnalato come spam"),
)

_WANTED = Means("subscribed", denies="optout")
"""A sign of life, unless folder, name or another column say that something else happened."""

_NOT_OUT = Means("ignored", code="not_opted_out", denies="optout")
_NOT_BOUNCED = Means("ignored", code="not_bounced", denies="bounce")
_NO_COMPLAINT = Means("ignored", code="not_complained", denies="complaint")
_NO_ANSWER = Means("ignored", code="no_opt_in", denies="subscribed")
_PLAIN_NO = tuple(word for word in NO if word)


def _words(*events: str) -> dict[str, Means]:
    return {word: means for word, means in WORDS.items() if means.event in events}


OPTED_OUT = {
    # Words such as "active" or "confirmed" would be said of the opt-out here, not of the reader.
    **_words("optout", "complaint"),
    **vocabulary((OPTOUT, YES), (_WANTED, _PLAIN_NO), (_NOT_OUT, ("",))),
}
BLOCKED = {**_words("optout", "complaint"), **vocabulary((OPTOUT, YES), (_NOT_OUT, NO))}
OPTED_IN = {
    **_words("optout", "complaint", "subscribed", "ignored"),
    **vocabulary(
        (_WANTED, YES),
        (
            _WANTED,
            ("granted", "given", "allowed", "accepted", "erteilt", "erlaubt", "accordé", "concedido", "concesso"),
        ),
        (OPTOUT, _PLAIN_NO),
        (
            OPTOUT,
            ("denied", "declined", "refused", "rejected", "not allowed", "verweigert", "abgelehnt", "nicht erlaubt"),
        ),
        (OPTOUT, ("nicht erteilt", "refusé", "refusée", "denegado", "rechazado", "negato", "rifiutato")),
        (SUBSCRIBED, ("single", "double", "SOI", "DOI", "COI", "single opt-in", "double opt-in", "confirmed opt-in")),
        (_NO_ANSWER, ("",)),
    ),
}
BOUNCED = {**BOUNCE_WORDS, **vocabulary((bounce("hard"), YES), (_NOT_BOUNCED, NO))}
COMPLAINED = {**_words("optout", "complaint"), **vocabulary((COMPLAINT, YES), (_NO_COMPLAINT, NO))}

OPTOUT_TIMES = {
    **_words("optout", "complaint"),
    **vocabulary((OPTOUT, tuple(word for word in YES if word != "1"))),
    **vocabulary((_WANTED, tuple(word for word in _PLAIN_NO if word != "0"))),
    **vocabulary((Means("rejected", code="no_optout_date"), ("", "0"))),
}
"""Words in a column that should hold the time of an opt-out."""
