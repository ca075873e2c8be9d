"""Apache OFBiz."""

from processor.profiles.profile import Profile

OFBIZ = Profile(
    name="ofbiz",
    system="Apache OFBiz",
    sure="source",
    source="party-entitymodel.xml, marketing-entitymodel.xml",
    server="postgresql",
    database="ofbiz",
    proven=True,
    targets="""
#en Members of one contact list, by the address they prefer for it. Put the list's id in place of NEWSLETTER.
#en Unconfirmed members (CLPT_PENDING) are never exported. Not written: the history CONTACT_LIST_PARTY_STATUS, and
#en PARTY_CONTACT_MECH.ALLOW_SOLICITATION, which OFBiz changes only by closing the row and opening a new one.
#de Mitglieder einer Kontaktliste, über die Adresse, die sie dafür wünschen. NEWSLETTER durch die Kennung der Liste
#de ersetzen. Unbestätigte (CLPT_PENDING) werden nie exportiert. Nicht geschrieben werden die Historie
#de CONTACT_LIST_PARTY_STATUS und PARTY_CONTACT_MECH.ALLOW_SOLICITATION, das OFBiz nur ändert, indem es die Zeile
#de schließt und eine neue anlegt.
[[erp.targets]]
name = "contact list"
table = "contact_mech"
key = ["contact_mech_id"]
email = ["info_string"]
where = "contact_mech_type_id = 'EMAIL_ADDRESS'"
bounce = { action = "set_no" }
[erp.targets.flag]
table = "contact_list_party"
via = { preferred_contact_mech_id = "contact_mech_id" }
where = "contact_list_id = 'NEWSLETTER' AND thru_date IS NULL"
column = "status_id"
yes = ["CLPT_ACCEPTED"]
no = "CLPT_UNSUBSCRIBED"
also_no = ["CLPT_REJECTED", "CLPT_INVALID"]
#en Whoever is not on the list is no subscriber.
#de Wer nicht auf der Liste steht, ist kein Abonnent.
null = "no"
also = { last_updated_stamp = "{now}" }
""",
)
