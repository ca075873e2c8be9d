"""iDempiere and ADempiere."""

from processor.profiles.profile import Profile

IDEMPIERE = Profile(
    name="idempiere",
    system="iDempiere, ADempiere",
    aliases=("adempiere",),
    sure="source",
    source="MContactInterest.java",
    server="postgresql",
    database="idempiere",
    proven=True,
    targets='''
#en Users with an entry in the interest area of the newsletter: put its number in both places. Subscribed means: active,
#en and no OptOutDate. updatedby 100 is the user SuperUser; make one of your own and name it here.
#de Benutzer mit einem Eintrag im Interessengebiet des Newsletters: dessen Nummer an beiden Stellen eintragen.
#de Angemeldet heißt: aktiv und ohne OptOutDate. updatedby 100 ist SuperUser; besser einen eigenen anlegen.
[[erp.targets]]
name = "users"
table = "ad_user"
key = ["ad_user_id"]
email = ["email"]
where = """isactive = 'Y' AND ad_user_id IN
    (SELECT ad_user_id FROM r_contactinterest WHERE r_interestarea_id = 1000000 AND isactive = 'Y')"""
changed = "updated"
bounce = { action = "set_no" }
fields = { name = "name" }
[erp.targets.flag]
table = "r_contactinterest"
via = { ad_user_id = "ad_user_id" }
where = "r_interestarea_id = 1000000 AND isactive = 'Y'"
column = "optoutdate"
no = "{now}"
null = "yes"
other = "no"
also = { updated = "{now}", updatedby = 100 }
''',
)
