"""modified eCommerce and other heirs of xt:Commerce 3."""

from processor.profiles.profile import Profile

MODIFIED = Profile(
    name="modified",
    system="modified eCommerce, xt:Commerce 3",
    aliases=("xtcommerce", "xt-commerce"),
    sure="source",
    source="modified.sql, newsletter.php",
    server="mariadb",
    database="shop",
    proven=True,
    targets="""
#en The newsletter list. 1 = subscribed, 2 = unsubscribed, 0 = not confirmed yet. A 0 is never exported, and an opt-out
#en makes it a 2. If it stood under also_no, the late click on the confirmation would undo the opt-out unseen.
#de Die Newsletter-Liste. 1 = angemeldet, 2 = abgemeldet, 0 = noch nicht bestätigt. Eine 0 wird nie exportiert, eine
#de Abmeldung macht sie zur 2. Unter also_no höbe ein später Klick auf die Bestätigung die Abmeldung unbemerkt auf.
[[erp.targets]]
name = "newsletter recipients"
table = "newsletter_recipients"
key = ["mail_id"]
email = ["customers_email_address"]
flag = { column = "mail_status", yes = [1], no = 2 }
bounce = { action = "set_no" }
fields = { first_name = "customers_firstname", last_name = "customers_lastname" }

#en The customer account has a mark from its registration; it is kept in step. NULL means that nobody was asked.
#de Das Kundenkonto hat ein Kennzeichen von der Anmeldung; es wird mitgeführt. NULL heißt: nie gefragt.
[[erp.targets]]
name = "customers"
table = "customers"
key = ["customers_id"]
email = ["customers_email_address"]
flag = { column = "customers_newsletter", yes = ["1"], no = "0", null = "no" }
bounce = { action = "set_no" }
fields = { first_name = "customers_firstname", last_name = "customers_lastname" }
""",
)
