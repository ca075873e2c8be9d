"""Brevo (once Sendinblue): contacts, the log of single mails in any account language, and events as its API names them.

Headers and words from public exports and from Brevo's webhook vocabulary (developers.brevo.com). The blacklist mixes
unsubscribing, complaints, hard bounces and blocks by hand, so it is read as an opt-out and never as a dead address.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, OPTOUT, SUBSCRIBED, Layout, State, bounce, ignored, vocabulary
from processor.layouts.vocabulary import NO, YES

_LOG = vocabulary(
    (
        OPTOUT,
        (
            "Unsubscribed",
            "Unsubscribe",
            "Abgemeldet",
            "Désinscrit",
            "Désinscription",
            "Disiscritto",
            "Disiscritta",
            "Dado de baja",
        ),
    ),
    (
        COMPLAINT,
        ("Complaint", "Spam", "Marked as spam", "Beschwerde", "Plainte", "Reclamo", "Queja", "Segnalata come spam"),
    ),
    (bounce("mailbox_unknown"), ("Hard bounce", "Hard bounced", "hard_bounce", "hardBounces")),
    (bounce("temporary"), ("Soft bounce", "Soft bounced", "soft_bounce", "softBounces")),
    (bounce("vendor_suppressed"), ("Blocked", "Blockiert", "Geblockt", "Bloqué", "Bloccata", "Bloccato", "Bloqueado")),
    (
        bounce("address_invalid"),
        (
            "Invalid Email",
            "invalid_email",
            "invalid",
            "Ungültige E-Mail",
            "Email invalide",
            "Email non valida",
            "Email no válido",
        ),
    ),
    (ignored("delayed", "delayed"), ("Deferred", "Verzögert", "Zurückgestellt", "Différé", "Differita", "Aplazado")),
    (
        ignored("delivered_or_other", "delivered_or_other"),
        (
            *("Delivered", "Opened", "Clicked", "First opening", "Zugestellt", "Geöffnet", "Geklickt", "Erste Öffnung"),
            *(
                "Délivré",
                "Ouvert",
                "Cliqué",
                "Première ouverture",
                "Consegnata",
                "Aperta",
                "Cliccata",
                "Prima apertura",
            ),
            *("Entregado", "Abierto", "Clic", "Primera apertura", "click", "clicks", "unique_opened"),
        ),
    ),
    (
        # Sent is not arrived, and a proxy loads pictures without any reader.
        ignored("no_event"),
        (
            *(
                "Sent",
                "Request",
                "Requests",
                "Loaded by proxy",
                "Gesendet",
                "Versendet",
                "Durch Proxy geladen",
                "Envoyé",
            ),
            *("list_addition", "proxy_open", "unique_proxy_open"),
            *("Chargé par proxy", "Inviata", "Caricata per procura", "Enviado", "Cargado por proxy", "Error"),
        ),
    ),
)

LAYOUTS = (
    Layout(
        name="brevo-contacts",
        system="Brevo",
        required=("EMAIL_BLACKLISTED",),
        any_of=("ADDED_TIME", "MODIFIED_TIME", "SMS_BLACKLISTED"),
        states=(State(("EMAIL_BLACKLISTED",), vocabulary((OPTOUT, YES), (SUBSCRIBED, NO))),),
        at=("MODIFIED_TIME", "ADDED_TIME"),
        day_first=True,
    ),
    Layout(
        name="brevo-log",
        system="Brevo",
        required=("st_text", "ts", "frm", "email", "mid"),
        address=("email",),  # the sender's address and the message id hold an @ as well
        states=(State(("st_text",), _LOG),),
        at=("ts",),
        mailing=("sub",),
        nulls=("NA",),
        day_first=True,
    ),
    Layout(
        name="brevo-events",
        system="Brevo",
        required=("event", "email", "messageId"),
        any_of=("ts_event", "ts_epoch", "sending_ip", "templateId", "tag"),
        absent=("error_related_to", "st_text"),
        address=("email",),  # the sender's address may stand beside
        states=(State(("event",), _LOG),),
        at=("ts_epoch", "ts_event", "date"),
        mailing=("subject",),
        reason=("reason",),
        diagnosis=("reason",),
    ),
)
