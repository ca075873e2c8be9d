"""CiviCRM."""

from processor.profiles.profile import Profile

CIVICRM = Profile(
    name="civicrm",
    system="CiviCRM",
    sure="source",
    source="Email.xml, Contact.xml",
    server="mariadb",
    database="civicrm",
    proven=True,
    targets='''
#en Addresses: an opt-out belongs to the contact (is_opt_out), a bounce to the address (on_hold = 1). on_hold = 2 is an
#en address that was put on hold on request: such rows are left alone and never exported. Membership in a mailing group
#en (civicrm_group_contact, with a history) is left to CiviCRM; is_opt_out is stronger.
#de Adressen: Eine Abmeldung gehört zum Kontakt (is_opt_out), ein Rückläufer zur Adresse (on_hold = 1). on_hold = 2 ist
#de eine auf Wunsch gesperrte Adresse: Solche Zeilen bleiben und werden nie exportiert. Die Mitgliedschaft in einer
#de Gruppe (civicrm_group_contact, mit Historie) bleibt CiviCRM überlassen; is_opt_out ist stärker.
[[erp.targets]]
name = "emails"
table = "civicrm_email"
key = ["id"]
email = ["email"]
where = """on_hold <> 2 AND contact_id IN
    (SELECT id FROM civicrm_contact
     WHERE is_deleted = 0 AND COALESCE(is_deceased, 0) = 0 AND COALESCE(do_not_email, 0) = 0)"""
[erp.targets.flag]
table = "civicrm_contact"
via = { id = "contact_id" }
column = "is_opt_out"
yes = [0]
no = 1
[erp.targets.bounce]
action = "mark"
column = "on_hold"
value = 1
also = { hold_date = "{now}" }
''',
)
