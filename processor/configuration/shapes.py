"""The shapes of targets that the sample shows beside the common one, each as small as it can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

PARTICULAR = {
    "erp.targets.companies",
    "erp.targets.split",
    "erp.targets.write",
    "erp.targets.flag.columns",
    "erp.targets.flag.row",
    "erp.targets.flag.table",
    "erp.targets.flag.via",
    "erp.targets.flag.where",
    "erp.targets.flag.insert",
    "erp.targets.flag.also",
    "erp.targets.blacklist",
    "erp.targets.optout",
    "erp.targets.match",
    "erp.targets.bounce.also",
    "erp.targets.bounce.keep_in",
    "erp.targets.bounce.keep",
    "erp.targets.bounce.statement",
}
"""Keys that the common target does not need: they are explained in a list, and shown in the targets below."""

SHAPES: Sequence[tuple[tuple[str, str], Mapping[str, Any]]] = [
    (
        (
            "A flag the other way round (1 = no newsletter), one for each e-mail column; cells may hold several "
            "addresses.",
            "Umgekehrte Kennzeichen (1 = kein Newsletter), für jede E-Mail-Spalte eines; Zellen mit mehreren Adressen.",
        ),
        {
            "name": "contacts",
            "table": "contacts",
            "key": ["id"],
            "email": ["email", "email_2"],
            "split": True,
            "flag": {
                "columns": {"email": "no_mail", "email_2": "no_mail_2"},
                "yes": [0],
                "no": 1,
                "null": "yes",
            },
            "bounce": {"action": "clear", "keep_in": "remarks", "keep": "bounced {today}: {email}"},
        },
    ),
    (
        (
            "The flag stands with the customer, the address does not; a date there means NO.",
            "Das Kennzeichen steht beim Kunden, die Adresse nicht; ein Datum dort heißt NEIN.",
        ),
        {
            "name": "addresses",
            "table": "addresses",
            "key": ["id"],
            "email": ["email"],
            "flag": {
                "table": "customers",
                "via": {"id": "customer_id"},
                "column": "opted_out_on",
                "no": "{today}",
                "null": "yes",
                "other": "no",
                "also": {"changed_on": "{today}"},
            },
            "bounce": {"action": "mark", "column": "faulty", "value": 1, "also": {"faulty_since": "{today}"}},
        },
    ),
    (
        (
            "A list of members: a row that is there says yes. Beside it stands a blacklist.",
            "Eine Mitgliederliste: Eine Zeile, die da ist, sagt JA. Daneben gibt es eine Sperrliste.",
        ),
        {
            "name": "members",
            "table": "newsletter_members",
            "key": ["list_id", "email"],
            "email": ["email"],
            "where": "list_id = 3",
            "flag": {"row": "yes"},
            "blacklist": {"table": "newsletter_blacklist", "email": "email", "values": {"created": "{now}"}},
        },
    ),
    (
        (
            "The ERP wants its procedures used.",
            "Das ERP will, dass man seine Prozeduren benutzt.",
        ),
        {
            "name": "partners",
            "table": "partners",
            "key": ["id"],
            "email": ["email"],
            "flag": {"column": "newsletter", "yes": ["Y"], "no": "N"},
            "optout": {"sql": "{call partner_newsletter_off(?, ?)}", "params": ["id", "{reason}"]},
            "match": {"column": "email_upper", "fold": "upper"},
        },
    ),
    (
        (
            "A table for each company, and nothing may be written: a work list for the ERP's own import.",
            "Eine Tabelle je Mandant, und es darf nichts geschrieben werden: eine Arbeitsliste für den Import des ERP.",
        ),
        {
            "name": "customer",
            "table": "[{company}$Customer]",
            "key": ["No_"],
            "email": ["E-Mail"],
            "companies": ["CRONUS AG", "CRONUS GmbH"],
            "write": "file",
            "flag": {"column": "Newsletter", "yes": [1], "no": 0},
        },
    ),
]
"""What is said about a shape in English and German, and the target."""
