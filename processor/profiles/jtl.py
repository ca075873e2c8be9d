"""JTL-Shop and JTL-Wawi."""

from processor.profiles.profile import Profile

JTL_SHOP = Profile(
    name="jtl-shop",
    system="JTL-Shop",
    sure="source",
    source="newsletter.php, newsletterimport.php",
    server="mariadb",
    database="jtlshop",
    proven=True,
    exclude=("*@members.ebay.*",),
    targets="""
#en A row is the consent. An opt-out deletes it and puts the address on the shop's own blacklist, as the shop itself
#en does, so that an import does not bring it back. The shop's history (tnewsletterempfaengerhistory) is not written.
#en Rows that are not confirmed (nAktiv = 0) are left alone; once confirmed, an opt-out known to abgleich is applied.
#de Eine Zeile ist die Einwilligung. Eine Abmeldung löscht sie und setzt die Adresse auf die Sperrliste des Shops, wie
#de der Shop selbst, damit kein Import sie zurückholt. Die Historie (tnewsletterempfaengerhistory) wird nicht
#de geschrieben. Unbestätigte Zeilen (nAktiv = 0) bleiben; nach der Bestätigung gilt eine bekannte Abmeldung.
[[erp.targets]]
name = "newsletter recipients"
table = "tnewsletterempfaenger"
key = ["kNewsletterEmpfaenger"]
email = ["cEmail"]
where = "nAktiv = 1"
flag = { row = "yes" }
blacklist = { table = "tnewsletterempfaengerblacklist", email = "cMail", values = { dErstellt = "{now}" } }
bounce = { action = "set_no" }
fields = { first_name = "cVorname", last_name = "cNachname" }
""",
)

JTL_WAWI = Profile(
    name="jtl-wawi",
    system="JTL-Wawi",
    aliases=("jtl",),
    sure="worked",
    source="dbo.tkunde, dbo.tAdresse",
    server="mssql",
    database="eazybusiness",
    exclude=("*@members.ebay.*",),
    settings="""
#en JTL protects tkunde by a trigger: only its procedure Kunde.spKundeUpdate may write. Add-ons in the wild say so for
#en their session with the lines below. Ask JTL whether it is agreed to; without them the server refuses the write.
#de JTL schützt tkunde mit einem Trigger: Nur die Prozedur Kunde.spKundeUpdate darf schreiben. Erweiterungen geben sich
#de für ihre Sitzung mit den folgenden Zeilen so aus. Bitte JTL fragen, ob es das mitträgt; sonst lehnt der Server ab.
before_sql = ["DECLARE @c varbinary(128) = HASHBYTES('SHA1', 'Kunde.spKundeUpdate'); SET CONTEXT_INFO @c"]
after_sql = ["SET CONTEXT_INFO 0x0"]
""",
    targets="""
#en The address stands in tAdresse, the flag with the customer. Other mandants are other databases: one set-up each.
#en Copies in documents (Verkauf.tAuftragAdresse, Rechnung.tRechnungAdresse) must not be touched.
#de Die Adresse steht in tAdresse, das Kennzeichen beim Kunden. Weitere Mandanten sind eigene Datenbanken: je eine
#de Einrichtung. Kopien in Belegen (Verkauf.tAuftragAdresse, Rechnung.tRechnungAdresse) dürfen nicht berührt werden.
[[erp.targets]]
name = "tAdresse"
table = "dbo.tAdresse"
key = ["kAdresse"]
email = ["cMail"]
where = "nStandard = 1 AND cMail <> ''"
bounce = { action = "set_no" }
[erp.targets.flag]
table = "dbo.tkunde"
via = { kKunde = "kKunde" }
column = "cNewsletter"
yes = ["Y"]
no = "N"
""",
)
