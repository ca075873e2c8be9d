"""ERPNext and the Frappe CRM."""

from processor.profiles.profile import Profile

ERPNEXT = Profile(
    name="erpnext",
    system="ERPNext, Frappe",
    aliases=("frappe",),
    sure="source",
    source="contact.json, lead.json, email_unsubscribe.json, email_group_member.json",
    server="mariadb",
    database="erpnext",
    proven=True,
    targets="""
#en Contacts: the addresses stand in a table of their own, the flag with the contact. tabContact.email_id and
#en tabCustomer.email_id are copies made by Frappe and are not touched. Versions are not written, as by the ERP.
#de Kontakte: Die Adressen stehen in einer eigenen Tabelle, das Kennzeichen beim Kontakt. tabContact.email_id und
#de tabCustomer.email_id sind Kopien von Frappe und bleiben unberührt. Versionen werden anders als vom ERP nicht
#de notiert.
[[erp.targets]]
name = "contacts"
table = "tabContact Email"
key = ["name"]
email = ["email_id"]
where = "parenttype = 'Contact'"
bounce = { action = "set_no" }
[erp.targets.flag]
table = "tabContact"
via = { name = "parent" }
column = "unsubscribed"
yes = [0]
no = 1
also = { modified = "{now}", modified_by = "Administrator" }

#en Frappe's own list of addresses that get no mail at all; it is asked before every mail.
#de Frappes eigene Liste von Adressen, die keine Post bekommen; sie wird vor jeder Mail befragt.
[[erp.targets]]
name = "unsubscribe list"
table = "tabContact Email"
key = ["name"]
email = ["email_id"]
where = "parenttype = 'Contact'"
bounce = { action = "set_no" }
[erp.targets.blacklist]
table = "tabEmail Unsubscribe"
email = "email"
where = "global_unsubscribe = 1"
[erp.targets.blacklist.values]
name = "{digest}"
owner = "Administrator"
creation = "{now}"
modified = "{now}"
modified_by = "Administrator"
docstatus = 0
idx = 0
global_unsubscribe = 1

[[erp.targets]]
name = "leads"
table = "tabLead"
key = ["name"]
email = ["email_id"]
where = "status <> 'Do Not Contact'"
flag = { column = "unsubscribed", yes = [0], no = 1 }
bounce = { action = "set_no" }
also = { modified = "{now}", modified_by = "Administrator" }
fields = { name = "lead_name" }

#en Members of the e-mail groups. For one group: where = "email_group = 'Newsletter'".
#de Mitglieder der E-Mail-Gruppen. Nur für eine: where = "email_group = 'Newsletter'".
[[erp.targets]]
name = "email groups"
table = "tabEmail Group Member"
key = ["name"]
email = ["email"]
flag = { column = "unsubscribed", yes = [0], no = 1 }
bounce = { action = "set_no" }
also = { modified = "{now}", modified_by = "Administrator" }
""",
)
