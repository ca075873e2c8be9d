"""SuiteCRM, SugarCRM and EspoCRM: addresses shared by all records."""

from processor.profiles.profile import Profile

SUITECRM = Profile(
    name="suitecrm",
    system="SuiteCRM, SugarCRM",
    aliases=("sugarcrm",),
    sure="source",
    source="SugarEmailAddress.php, email_addressesMetaData.php",
    server="mariadb",
    database="suitecrm",
    proven=True,
    targets="""
#en One table with every address, shared by contacts, leads and accounts. NOT opted out is the default there and no
#en consent: narrow "where" to those who agreed: deleted = 0 AND confirm_opt_in <> 'not-opt-in'. Times are UTC in
#en SuiteCRM.
#de Eine Tabelle mit allen Adressen, gemeinsam für Kontakte, Interessenten und Firmen. NICHT abgemeldet ist dort
#de Vorgabe und keine Einwilligung: "where" auf die beschränken, die zugestimmt haben:
#de deleted = 0 AND confirm_opt_in <> 'not-opt-in'. Zeiten sind in SuiteCRM UTC.
[[erp.targets]]
name = "email addresses"
table = "email_addresses"
key = ["id"]
email = ["email_address"]
where = "deleted = 0"
changed = "date_modified"
match = { column = "email_address_caps", fold = "upper" }
flag = { column = "opt_out", yes = [0], no = 1, null = "yes" }
bounce = { action = "mark", column = "invalid_email", value = 1 }
also = { date_modified = "{now_utc}" }
""",
)

ESPOCRM = Profile(
    name="espocrm",
    system="EspoCRM",
    sure="source",
    source="entityDefs/EmailAddress.json",
    server="mariadb",
    database="espocrm",
    proven=True,
    targets="""
#en One table with every address, shared by all records. Not opted out is the default and no consent: narrow "where" to
#en those who agreed. Target lists (column opted_out of their links) are left to EspoCRM; opt_out is stronger.
#de Eine Tabelle mit allen Adressen, gemeinsam für alle Datensätze. Nicht abgemeldet ist Vorgabe und keine Einwilligung:
#de "where" auf die beschränken, die zugestimmt haben. Ziellisten (Spalte opted_out ihrer Verknüpfungen) bleiben EspoCRM
#de überlassen; opt_out ist stärker.
[[erp.targets]]
name = "email addresses"
table = "email_address"
key = ["id"]
email = ["name"]
where = "deleted = 0"
match = { column = "lower", fold = "lower" }
flag = { column = "opt_out", yes = [0], no = 1 }
bounce = { action = "mark", column = "invalid", value = 1 }
""",
)
