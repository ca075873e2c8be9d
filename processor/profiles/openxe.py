"""OpenXE, Xentral, WaWision."""

from processor.profiles.profile import Profile

OPENXE = Profile(
    name="openxe",
    system="OpenXE, Xentral, WaWision",
    aliases=("xentral", "wawision"),
    sure="source",
    source="database/struktur.sql",
    server="mariadb",
    database="openxe",
    proven=True,
    exclude=("*@members.ebay.*",),
    targets="""
#en Customers. The flag is the other way round: "1" blocks advertising. Deleted rows and mere suppliers are left alone.
#en Invoice and order addresses (rechnungs_email, angebot_email …) are not for marketing and are not touched.
#de Kunden. Das Kennzeichen ist umgekehrt: "1" sperrt Werbung. Gelöschte und reine Lieferanten bleiben unberührt.
#de Adressen für Belege (rechnungs_email, angebot_email …) sind nicht fürs Marketing und werden nicht angefasst.
[[erp.targets]]
name = "adresse"
table = "adresse"
key = ["id"]
email = ["email"]
where = "geloescht = 0 AND kundennummer <> ''"
flag = { column = "marketingsperre", yes = ["", "0"], no = "1" }
#en There is no column for bad addresses: the customer is blocked. To empty the address instead, and keep it:
#en bounce = { action = "none", then = "clear", keep_in = "sonstiges", keep = "bounce {today}: {email}" }
#de Für schlechte Adressen gibt es keine Spalte: Der Kunde wird gesperrt. Statt dessen die Adresse leeren und aufheben:
#de bounce = { action = "none", then = "clear", keep_in = "sonstiges", keep = "bounce {today}: {email}" }
bounce = { action = "set_no" }
fields = { name = "name" }

#en Contact persons, with a flag of their own.
#de Ansprechpartner mit eigenem Kennzeichen.
[[erp.targets]]
name = "ansprechpartner"
table = "ansprechpartner"
key = ["id"]
email = ["email"]
where = "geloescht = 0"
flag = { column = "marketingsperre", yes = [0], no = 1, null = "yes" }
bounce = { action = "set_no" }
fields = { name = "name" }

#en The ERP's own newsletter_blacklist(id, email), for those who use it:
#en blacklist = { table = "newsletter_blacklist", email = "email" } in a target with the same table, without flag.
#de Die eigene newsletter_blacklist(id, email) des ERP, wenn sie benutzt wird:
#de blacklist = { table = "newsletter_blacklist", email = "email" } in einem Ziel mit derselben Tabelle, ohne flag.
""",
)
