"""Headings and words also said of tickets, photos, staff and goods, and the signs that a list is about mail."""

from __future__ import annotations

from processor.layouts.words import folded

GENERAL_HEADINGS = folded(
    *("complaint", "complained", "Beschwerde", "plainte", "queja"),
    *("consent", "permission", "Einwilligung", "consentement", "consentimiento", "consenso"),
    *("fecha de baja", "fecha de la baja", "fecha baja", "dado de baja el", "dado de baja", "dada de baja"),
    *("Rückläufer", "NPAI"),
)
"""A ticket is a complaint, a photo needs consent, staff leave, goods and letters come back."""

GENERAL_WORDS = folded(
    *("complaint", "complaints", "complained", "spam", "junk", "Beschwerde", "Beschimpfung", "unerwünscht"),
    *("plainte", "indésirable", "queja", "denuncia", "reclamo", "dado de baja", "dada de baja", "Rückläufer", "NPAI"),
)
"""The same as cells below a heading such as Status, Art or Reason."""

MAIL_SIGNS = tuple(
    folded(
        *("newsletter", "mailing", "bounce", "unsub", "opt-out", "opt-in", "abmeld", "abgemeldet", "SMTP", "DSN-"),
        *("désabonn", "désinscri", "disiscri", "desuscri", "boletín", "infolettre", "Infomail", "Rundmail"),
        *("E-Mail-Marketing", "Mailserver", "Mailversand", "spam complaint", "Spam-Beschwerde", "as spam", "als Spam"),
    )
)
"""Parts of folded headings and names that speak of mail sent to many; "e-mail" alone heads any list of people."""

ACTIVE_FLAG = folded(
    *("active", "is active", "currently active", "aktiv", "ist aktiv", "noch aktiv", "actif", "active", "est actif"),
    *("activo", "activa", "está activo", "attivo", "attiva", "è attivo", "enabled", "aktiviert"),
)
"""Headings above yes and no that say somebody is there; of what does not stand there, so they make no subscriber."""

OTHER_CHANNELS = tuple(
    folded(
        *("SMS", "Telefon", "phone", "WhatsApp", "push", "fax", "messenger", "teléfono", "telefono", "téléphone"),
        *("postal", "Briefpost", "Brief", "mobile", "Handy"),
    )
)
"""Parts of headings of columns about another way to reach people."""

OTHER_RELATIONS = tuple(
    folded(
        *("Kunde", "customer", "client", "cliente", "Konto", "account", "compte", "cuenta", "Vertrag", "contract"),
        *("Mitarbeiter", "employee", "staff", "Auftrag", "order", "Bestell", "Mitglied", "member"),
    )
)
"""Parts of headings of columns about what else somebody is to us: an active customer may have left the list."""
