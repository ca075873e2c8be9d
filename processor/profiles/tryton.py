"""Tryton."""

from processor.profiles.profile import Profile

TRYTON = Profile(
    name="tryton",
    system="Tryton",
    sure="source",
    source="trytond/modules/marketing_email/marketing.py",
    server="postgresql",
    database="tryton",
    proven=True,
    targets="""
#en Subscribers of the marketing lists: Tryton writes their addresses in lower case and unsubscribes by active = false.
#en For one list: where = "list_ = 1". The addresses of parties (party_contact_mechanism) have no flag of their own and
#en are not touched. Dates of Tryton are UTC: write_date is left to it.
#de Abonnenten der Marketing-Listen: Tryton schreibt die Adressen klein und meldet mit active = false ab. Nur für eine
#de Liste: where = "list_ = 1". Adressen der Parteien (party_contact_mechanism) haben kein eigenes Kennzeichen und
#de bleiben unberührt. Zeiten sind in Tryton UTC: write_date bleibt ihm überlassen.
[[erp.targets]]
name = "marketing emails"
table = "marketing_email"
key = ["id"]
email = ["email"]
flag = { column = "active", yes = [true], no = false }
bounce = { action = "set_no" }
match = { column = "email", fold = "lower" }
""",
)
