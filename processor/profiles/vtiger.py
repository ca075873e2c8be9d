"""vtiger CRM and coreBOS."""

from processor.profiles.profile import Profile

_ALIVE = "IN (SELECT crmid FROM vtiger_crmentity WHERE deleted = 0)"

VTIGER = Profile(
    name="vtiger",
    system="vtiger CRM, coreBOS",
    aliases=("corebos",),
    sure="source",
    source="schema/DatabaseSchema.xml",
    server="mariadb",
    database="vtiger",
    proven=True,
    targets=f"""
#en Deleted records stay in these tables; vtiger_crmentity knows which live. Its modifiedtime is not written. The flag
#en is the other way round ('1' = no mail), and not set is the default and no consent: narrow "where" to those who
#en agreed.
#de Gelöschte Datensätze bleiben in diesen Tabellen; vtiger_crmentity weiß, welche leben. Deren modifiedtime wird nicht
#de geschrieben. Das Kennzeichen ist umgekehrt ('1' = keine Post); nicht gesetzt ist Vorgabe und keine Einwilligung:
#de "where" auf die beschränken, die zugestimmt haben.
[[erp.targets]]
name = "contacts"
table = "vtiger_contactdetails"
key = ["contactid"]
email = ["email", "secondaryemail"]
where = "contactid {_ALIVE}"
flag = {{ column = "emailoptout", yes = ["0", ""], no = "1", null = "yes" }}
bounce = {{ action = "set_no" }}
fields = {{ first_name = "firstname", last_name = "lastname" }}

[[erp.targets]]
name = "accounts"
table = "vtiger_account"
key = ["accountid"]
email = ["email1", "email2"]
where = "accountid {_ALIVE}"
flag = {{ column = "emailoptout", yes = ["0", ""], no = "1", null = "yes" }}
bounce = {{ action = "set_no" }}
fields = {{ last_name = "accountname" }}
""",
)
