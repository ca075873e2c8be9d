"""kivitendo."""

from processor.profiles.profile import Profile

KIVITENDO = Profile(
    name="kivitendo",
    system="kivitendo",
    sure="source",
    source="lx-office.sql, Pg-upgrade2/custom_variables.sql",
    server="postgresql",
    database="kivitendo",
    proven=True,
    targets="""
#en kivitendo has no newsletter flag. What it offers is a variable of your own: under System, Custom variables, make one
#en named "newsletter" of type yes/no, for customers and for contact persons. Without a row nobody said yes.
#de kivitendo hat kein Newsletter-Kennzeichen. Es bietet dafür eine benutzerdefinierte Variable: unter System eine
#de namens "newsletter" vom Typ Ja/Nein anlegen, für Kunden und für Ansprechpersonen. Ohne Zeile hat niemand zugestimmt.
[[erp.targets]]
name = "customer"
table = "customer"
key = ["id"]
email = ["email"]
where = "NOT COALESCE(obsolete, FALSE)"
changed = "mtime"
bounce = { action = "set_no" }
fields = { name = "name" }
[erp.targets.flag]
table = "custom_variables"
via = { trans_id = "id" }
where = "config_id IN (SELECT id FROM custom_variable_configs WHERE module = 'CT' AND name = 'newsletter')"
column = "bool_value"
yes = [true]
no = false
null = "no"
also = { mtime = "{now}" }

#en Contact persons. Addresses for documents (invoice_mail, dunning_mail …) are not for marketing and are not touched.
#de Ansprechpersonen. Adressen für Belege (invoice_mail, dunning_mail …) sind nicht fürs Marketing und bleiben.
[[erp.targets]]
name = "contacts"
table = "contacts"
key = ["cp_id"]
email = ["cp_email"]
changed = "mtime"
bounce = { action = "set_no" }
fields = { first_name = "cp_givenname", last_name = "cp_name" }
[erp.targets.flag]
table = "custom_variables"
via = { trans_id = "cp_id" }
where = "config_id IN (SELECT id FROM custom_variable_configs WHERE module = 'Contacts' AND name = 'newsletter')"
column = "bool_value"
yes = [true]
no = false
null = "no"
also = { mtime = "{now}" }
""",
)
