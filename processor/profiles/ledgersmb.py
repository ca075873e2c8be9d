"""LedgerSMB."""

from processor.profiles.profile import Profile

LEDGERSMB = Profile(
    name="ledgersmb",
    system="LedgerSMB",
    sure="source",
    source="Company.sql (entity__delete_contact)",
    server="postgresql",
    database="ledgersmb",
    proven=True,
    targets="""
#en LedgerSMB has no flag. What it offers is a class of contacts of your own: INSERT INTO contact_class (class) VALUES
#en ('Newsletter'). An address in that class is a consent; an opt-out takes it out by LedgerSMB's own function.
#en Addresses of the classes Email, CC, BCC and Billing Email are never touched. eca_to_contact works the same way with
#en eca__delete_contact and credit_id.
#de LedgerSMB hat kein Kennzeichen. Es bietet dafür eine eigene Kontaktklasse: INSERT INTO contact_class (class) VALUES
#de ('Newsletter'). Eine Adresse in dieser Klasse ist die Einwilligung; eine Abmeldung nimmt sie mit LedgerSMBs eigener
#de Funktion heraus. Die Klassen Email, CC, BCC und Billing Email bleiben unberührt. Für eca_to_contact geht es ebenso
#de mit eca__delete_contact und credit_id.
[[erp.targets]]
name = "contacts"
table = "entity_to_contact"
key = ["entity_id", "contact_class_id", "contact"]
email = ["contact"]
where = "contact_class_id IN (SELECT id FROM contact_class WHERE class = 'Newsletter')"
flag = { row = "yes" }
bounce = { action = "set_no" }
fields = { name = "description" }
[erp.targets.optout]
sql = "SELECT entity__delete_contact(?, ?, ?)"
params = ["entity_id", "contact_class_id", "contact"]
""",
)
