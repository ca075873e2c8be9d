"""Shopware 5 and 6."""

from processor.profiles.profile import Profile

SHOPWARE5 = Profile(
    name="shopware5",
    system="Shopware 5",
    sure="source",
    source="Models/Newsletter/Address.php",
    server="mariadb",
    database="shopware",
    proven=True,
    targets="""
#en A row in this table is the consent; an opt-out deletes it, as Shopware itself does. For one group of recipients:
#en where = "groupID = 1". The account (s_user) has no flag.
#de Eine Zeile in dieser Tabelle ist die Einwilligung; eine Abmeldung löscht sie, wie Shopware selbst. Nur für eine
#de Empfängergruppe: where = "groupID = 1". Das Kundenkonto (s_user) hat kein Kennzeichen.
[[erp.targets]]
name = "newsletter recipients"
table = "s_campaigns_mailaddresses"
key = ["id"]
email = ["email"]
flag = { row = "yes" }
bounce = { action = "set_no" }
""",
)

SHOPWARE6 = Profile(
    name="shopware6",
    system="Shopware 6",
    sure="source",
    source="NewsletterRecipientDefinition.php",
    server="mariadb",
    database="shopware",
    proven=True,
    targets="""
#en One row for each sales channel and address. optIn and direct are consent, notSet is not confirmed yet and is never
#en exported. customer.newsletter_sales_channel_ids is derived by Shopware and is not touched: let Shopware rebuild it
#en (bin/console dal:refresh:index). Times are UTC.
#de Je Verkaufskanal und Adresse eine Zeile. optIn und direct sind Einwilligung, notSet ist noch nicht bestätigt und
#de wird nie exportiert. customer.newsletter_sales_channel_ids leitet Shopware selbst ab und bleibt unberührt
#de (neu bilden: bin/console dal:refresh:index). Zeiten sind UTC.
[[erp.targets]]
name = "newsletter recipients"
table = "newsletter_recipient"
key = ["id"]
email = ["email"]
flag = { column = "status", yes = ["optIn", "direct"], no = "optOut" }
bounce = { action = "set_no" }
also = { updated_at = "{now_utc}" }
fields = { first_name = "first_name", last_name = "last_name" }
""",
)
