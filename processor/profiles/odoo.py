"""Odoo."""

from processor.profiles.profile import Profile

ODOO = Profile(
    name="odoo",
    system="Odoo",
    sure="source",
    source="mail/models/mail_blacklist.py, mass_mailing/models/mailing_contact.py",
    server="postgresql",
    database="odoo",
    proven=True,
    targets="""
#en Contacts. Odoo has no flag here: whoever is not in its blacklist may be mailed. Narrow "where" to those who agreed,
#en for example by a tag: id IN (SELECT partner_id FROM res_partner_res_partner_category_rel WHERE category_id = 7)
#de Kontakte. Odoo hat hier kein Kennzeichen: Wer nicht auf seiner Sperrliste steht, darf Post bekommen. "where" auf
#de die beschränken, die zugestimmt haben, etwa über ein Etikett:
#de id IN (SELECT partner_id FROM res_partner_res_partner_category_rel WHERE category_id = 7)
[[erp.targets]]
name = "contacts"
table = "res_partner"
key = ["id"]
email = ["email"]
where = "active"
changed = "write_date"
fields = { name = "name" }
#en Odoo's own way: an opt-out is a row in mail_blacklist, in lower case, or an old row made active again. Odoo keeps
#en times in UTC.
#de Odoos eigener Weg: Eine Abmeldung ist eine Zeile in mail_blacklist, klein geschrieben, oder eine alte wird aktiv.
#de Zeiten hält Odoo in UTC.
[erp.targets.blacklist]
table = "mail_blacklist"
email = "email"
active = "active"
active_value = true
values = { create_uid = 1, create_date = "{now_utc}", write_uid = 1, write_date = "{now_utc}" }
#en Odoo counts bounces itself. The address is left alone: email_normalized is made from it by Odoo, not by the
#en database.
#de Odoo zählt Rückläufer selbst. Die Adresse bleibt: email_normalized bildet Odoo daraus, nicht die Datenbank.
[erp.targets.bounce]
action = "count"
column = "message_bounce"
value = 1

#en Subscribers of one mailing list (app Email Marketing). list_id is the number of your newsletter's list. Versions
#en before 17 call the table mailing_contact_list_rel, and its date unsubscription_date. Take it out without the app.
#de Abonnenten einer Liste (App E-Mail-Marketing). list_id ist die Nummer der Newsletter-Liste. Vor Version 17 heißt die
#de Tabelle mailing_contact_list_rel und ihr Datum unsubscription_date. Ohne die App diesen Teil weglassen.
[[erp.targets]]
name = "mailing list"
table = "mailing_contact"
key = ["id"]
email = ["email"]
fields = { name = "name" }
bounce = { action = "count", column = "message_bounce", value = 1 }
[erp.targets.flag]
table = "mailing_subscription"
via = { contact_id = "id" }
where = "list_id = 1"
column = "opt_out"
yes = [false]
no = true
#en Whoever is not on the list is no subscriber.
#de Wer nicht auf der Liste steht, ist kein Abonnent.
null = "no"
also = { opt_out_datetime = "{now_utc}" }
""",
)
