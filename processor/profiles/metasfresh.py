"""metasfresh."""

from processor.profiles.profile import Profile

METASFRESH = Profile(
    name="metasfresh",
    system="metasfresh",
    sure="source",
    source="I_AD_User.java, I_MKTG_ContactPerson.java",
    server="postgresql",
    database="metasfresh",
    proven=True,
    targets="""
#en Users, which are the contact persons too. PostgreSQL writes metasfresh's names in lower case. Updatedby 100 is the
#en user "metasfresh"; make one of your own and name it here. email2 and email3 may stand in the list as well.
#de Benutzer, das sind auch die Ansprechpartner. PostgreSQL schreibt die Namen klein. updatedby 100 ist der Benutzer
#de "metasfresh"; besser einen eigenen anlegen und hier nennen. Auch email2 und email3 dürfen in der Liste stehen.
[[erp.targets]]
name = "users"
table = "ad_user"
key = ["ad_user_id"]
email = ["email"]
where = "isactive = 'Y'"
changed = "updated"
flag = { column = "isnewsletter", yes = ["Y"], no = "N" }
bounce = { action = "set_no" }
also = { updated = "{now}", updatedby = 100 }
fields = { first_name = "firstname", last_name = "lastname" }

#en Contact persons of the marketing module. What the newsletter platform switched off is marked there.
#en MKTG_Consent is a history (ConsentDeclaredOn, ConsentRevokedOn): it is left to metasfresh.
#de Kontakte des Marketing-Moduls. Was die Newsletter-Plattform abgeschaltet hat, ist dort vermerkt.
#de MKTG_Consent ist eine Historie (ConsentDeclaredOn, ConsentRevokedOn): Sie bleibt metasfresh überlassen.
[[erp.targets]]
name = "marketing contacts"
table = "mktg_contactperson"
key = ["mktg_contactperson_id"]
email = ["email"]
where = "isactive = 'Y'"
flag = { column = "deactivatedonremoteplatform", yes = ["N"], no = "Y" }
bounce = { action = "set_no" }
also = { updated = "{now}", updatedby = 100 }
fields = { name = "name" }
""",
)
