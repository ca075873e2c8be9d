"""German trade ERPs known from other people's programs: starting points, nothing of it is proven here."""

from processor.profiles.profile import Profile

SAGE100 = Profile(
    name="sage100",
    system="Sage 100 (Office Line)",
    aliases=("sage-100", "office-line"),
    sure="worked",
    source="KHKAdressen, KHKAnsprechpartner",
    server="mssql",
    database="OLReweAbf",
    targets="""
#en There is no standard flag: YOUR_FLAG stands for the user field of your installation. Truth is -1 and 0 here.
#en Sage wants its SDK used for writes: ask. Cells may hold two addresses, or "(at)" for @. Mandant 1 is this one.
#de Ein übliches Kennzeichen gibt es nicht: YOUR_FLAG steht für das Benutzerfeld der Installation. Wahr ist hier
#de -1. Sage will, dass über sein SDK geschrieben wird: bitte fragen. Zellen können zwei Adressen enthalten oder "(at)"
#de statt @. Gemeint ist der Mandant 1.
[[erp.targets]]
name = "KHKAdressen"
table = "dbo.KHKAdressen"
key = ["Mandant", "Adresse"]
email = ["EMail"]
where = "Mandant = 1"
split = true
flag = { column = "YOUR_FLAG", yes = [-1], no = 0 }
bounce = { action = "set_no" }

[[erp.targets]]
name = "KHKAnsprechpartner"
table = "dbo.KHKAnsprechpartner"
key = ["Mandant", "Adresse", "Nummer"]
email = ["EMail"]
where = "Mandant = 1"
split = true
flag = { column = "YOUR_FLAG", yes = [-1], no = 0 }
bounce = { action = "set_no" }
""",
)

CAO_FAKTURA = Profile(
    name="cao-faktura",
    system="CAO-Faktura",
    aliases=("cao",),
    sure="worked",
    source="ADRESSEN",
    server="mariadb",
    database="cao",
    targets="""
#en WERBUNG_FLAG is 'Y' by default, which is no consent: check which customers really agreed. Each e-mail column has a
#en flag of its own as well (EMAIL_FLAG, EMAIL2_FLAG). The program keeps a chained log (ADRESSEN_LOG) and locks records
#en by name: whether it bears writes from outside is for the vendor to say.
#de WERBUNG_FLAG ist von Haus aus 'Y', das ist keine Einwilligung: prüfen, wer wirklich zugestimmt hat. Jede
#de E-Mail-Spalte hat auch ein eigenes Kennzeichen (EMAIL_FLAG, EMAIL2_FLAG). Das Programm führt ein verkettetes
#de Protokoll (ADRESSEN_LOG) und sperrt Datensätze über Namen: Ob es Schreiben von außen verträgt, muss der Hersteller
#de sagen.
[[erp.targets]]
name = "ADRESSEN"
table = "ADRESSEN"
key = ["REC_ID"]
email = ["EMAIL", "EMAIL2"]
flag = { column = "WERBUNG_FLAG", yes = ["Y"], no = "N" }
bounce = { action = "set_no" }
also = { GEAEND = "{today}", GEAEND_NAME = "abgleich" }
""",
)
