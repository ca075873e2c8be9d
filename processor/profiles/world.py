"""International ERPs on SQL Server: starting points, because their vendors do not want their tables written."""

from processor.profiles.profile import Profile

BUSINESS_CENTRAL = Profile(
    name="business-central",
    system="Microsoft Dynamics NAV, Business Central on premises",
    aliases=("dynamics-nav", "nav", "navision"),
    sure="source",
    source="Contact (5050), field 5064 “Exclude from Segment”",
    server="mssql",
    database="BC",
    settings="""
worklist = "/srv/newsletter/worklist"
""",
    targets="""
#en The names are sure, the way to write is not: SQL passes by the program's triggers and caches, and Microsoft wants
#en its web services used. So this writes a work list; write = "sql" only if your partner agrees. Business Central's
#en tables carry an app id: "[{company}$Contact$437dbf0e-84ff-417a-965d-ed2bb9650972]". 1 = excluded, and 0 is the
#en default, which is no consent. Several addresses separated by ; are legal there.
#de Die Namen sind sicher, der Weg zu schreiben nicht: SQL geht an Triggern und Zwischenspeichern des Programms vorbei,
#de Microsoft will seine Webdienste. Darum entsteht hier eine Arbeitsliste; write = "sql" nur, wenn der Partner
#de zustimmt. In Business Central tragen Tabellen eine App-Kennung:
#de "[{company}$Contact$437dbf0e-84ff-417a-965d-ed2bb9650972]". 1 = ausgeschlossen; 0 ist die Vorgabe und keine
#de Einwilligung. Mehrere Adressen mit ; sind dort erlaubt.
[[erp.targets]]
name = "contact"
table = "[{company}$Contact]"
companies = ["CRONUS AG"]
key = ["No_"]
email = ["E-Mail", "E-Mail 2"]
split = true
changed = "timestamp"
write = "file"
flag = { column = "Exclude from Segment", yes = [0], no = 1 }
bounce = { action = "set_no" }
""",
)

SAP_B1 = Profile(
    name="sap-business-one",
    system="SAP Business One",
    aliases=("sap-b1", "sap"),
    sure="documented",
    source="SAP 1320484, Service Layer (BlockSendingMarketingContent)",
    server="mssql",
    database="SBO",
    settings="""
#en SAP forbids every write by SQL, also to user fields: support would end. abgleich only reads, and writes a work list
#en for SAP's own import (DTW) or the Service Layer. Addresses also stand with the partner (OCRD.E_Mail).
#de SAP verbietet jedes Schreiben mit SQL, auch in Benutzerfelder: Die Wartung endet sonst. abgleich liest nur und
#de schreibt eine Arbeitsliste für SAPs eigenen Import (DTW) oder den Service Layer. Adressen stehen auch beim
#de Geschäftspartner (OCRD.E_Mail).
worklist = "/srv/newsletter/worklist"
""",
    targets="""
[[erp.targets]]
name = "OCPR"
table = "dbo.OCPR"
key = ["CntctCode"]
email = ["E_MailL"]
write = "file"
flag = { column = "BlockComm", yes = ["N"], no = "Y" }
bounce = { action = "set_no" }
""",
)

DYNAMICS_GP = Profile(
    name="dynamics-gp",
    system="Microsoft Dynamics GP",
    aliases=("great-plains", "gp"),
    sure="worked",
    source="SY01200",
    server="mssql",
    database="TWO",
    targets="""
#en Internet information of customers; each company is a database of its own. There is no flag: YOUR_FLAG stands for
#en whatever field your company uses for it. Texts are padded with blanks; abgleich knows that.
#de Internet-Angaben der Kunden; jeder Mandant ist eine eigene Datenbank. Ein Kennzeichen gibt es nicht: YOUR_FLAG steht
#de für das Feld, das bei Ihnen dafür dient. Texte sind mit Leerzeichen aufgefüllt; abgleich weiß das.
[[erp.targets]]
name = "SY01200"
table = "dbo.SY01200"
key = ["Master_Type", "Master_ID", "ADRSCODE"]
email = ["INET1"]
where = "Master_Type = 'CUS'"
flag = { column = "YOUR_FLAG", yes = ["NEWSLETTER"], no = "", null = "no" }
bounce = { action = "set_no" }
""",
)

DYNAMICS_AX = Profile(
    name="dynamics-ax",
    system="Microsoft Dynamics AX 2012",
    aliases=("axapta", "ax"),
    sure="worked",
    source="LOGISTICSELECTRONICADDRESS",
    server="mssql",
    database="AX",
    settings="""
worklist = "/srv/newsletter/worklist"
""",
    targets="""
#en AX keeps record numbers and caches of its own: direct writes are discouraged, so this writes a work list. TYPE 2
#en should be e-mail addresses. There is no flag that is known for sure: YOUR_FLAG only stands for the one your partner
#en names.
#de AX führt eigene Satznummern und Zwischenspeicher: Von direktem Schreiben wird abgeraten, darum eine Arbeitsliste.
#de TYPE 2 sollten E-Mail-Adressen sein. Ein sicher bekanntes Kennzeichen gibt es nicht: YOUR_FLAG steht nur für das,
#de welches Ihr Partner nennt.
[[erp.targets]]
name = "electronic addresses"
table = "dbo.LOGISTICSELECTRONICADDRESS"
key = ["RECID"]
email = ["LOCATOR"]
where = "TYPE = 2"
write = "file"
flag = { column = "YOUR_FLAG", yes = [0], no = 1 }
bounce = { action = "set_no" }
""",
)
