"""Dolibarr."""

from processor.profiles.profile import Profile

_BLACKLIST = """
[erp.targets.blacklist]
table = "llx_mailing_unsubscribe"
email = "email"
where = "entity = 1 AND unsubscribegroup = ''"
values = { entity = 1, unsubscribegroup = "", date_creat = "{now}" }
"""

DOLIBARR = Profile(
    name="dolibarr",
    system="Dolibarr",
    sure="source",
    source="llx_mailing_unsubscribe.sql, llx_socpeople.sql, mailing-unsubscribe.php",
    server="mariadb",
    database="dolibarr",
    proven=True,
    targets=f"""
#en Dolibarr keeps a list of addresses that get no mass mail. It has no flag for YES: narrow "where" to those who
#en agreed. llx_ is the prefix and entity the company of your installation. Older versions use llx_socpeople.no_email
#en instead: flag = {{ column = "no_email", yes = [0], no = 1, null = "yes" }}
#de Dolibarr führt eine Liste von Adressen ohne Serienpost. Ein Kennzeichen für JA gibt es nicht: "where" auf die
#de beschränken, die zugestimmt haben. llx_ ist das Präfix, entity die Firma der Installation. Ältere Versionen haben
#de llx_socpeople.no_email: flag = {{ column = "no_email", yes = [0], no = 1, null = "yes" }}
[[erp.targets]]
name = "contacts"
table = "llx_socpeople"
key = ["rowid"]
email = ["email"]
where = "statut = 1 AND entity = 1"
changed = "tms"
bounce = {{ action = "set_no" }}
fields = {{ first_name = "firstname", last_name = "lastname" }}
{_BLACKLIST}
#en Third parties. Their prospect status (fk_stcomm), which Dolibarr's own page sets to -1 as well, is not touched.
#de Geschäftspartner. Ihr Interessentenstatus (fk_stcomm), den Dolibarrs eigene Seite auch auf -1 setzt, bleibt.
[[erp.targets]]
name = "third parties"
table = "llx_societe"
key = ["rowid"]
email = ["email"]
where = "status = 1 AND entity = 1"
changed = "tms"
bounce = {{ action = "set_no" }}
fields = {{ last_name = "nom" }}
{_BLACKLIST}""",
)
