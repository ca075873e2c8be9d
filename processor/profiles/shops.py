"""PrestaShop, Magento, and WooCommerce with MailPoet."""

from processor.profiles.profile import Profile

PRESTASHOP = Profile(
    name="prestashop",
    system="PrestaShop",
    sure="source",
    source="install-dev/data/db_structure.sql, ps_emailsubscription.php",
    server="mariadb",
    database="prestashop",
    proven=True,
    targets="""
#en Customers. ps_ is the prefix of your installation. For one shop add to "where": AND id_shop = 1
#de Kunden. ps_ ist das Präfix der Installation. Nur für einen Shop bei "where" ergänzen: AND id_shop = 1
[[erp.targets]]
name = "customers"
table = "ps_customer"
key = ["id_customer"]
email = ["email"]
where = "deleted = 0 AND active = 1"
changed = "date_upd"
flag = { column = "newsletter", yes = [1], no = 0 }
bounce = { action = "set_no" }
also = { date_upd = "{now}" }
fields = { first_name = "firstname", last_name = "lastname" }

#en Guests who only subscribed.
#de Gäste, die nur den Newsletter bestellt haben.
[[erp.targets]]
name = "guests"
table = "ps_emailsubscription"
key = ["id"]
email = ["email"]
flag = { column = "active", yes = [1], no = 0 }
bounce = { action = "set_no" }
""",
)

MAGENTO = Profile(
    name="magento",
    system="Magento, Adobe Commerce, OpenMage",
    aliases=("openmage", "adobe-commerce"),
    sure="source",
    source="Magento/Newsletter/Model/Subscriber.php, db_schema.xml",
    server="mariadb",
    database="magento",
    proven=True,
    targets="""
#en Subscribers. 1 = subscribed, 3 = unsubscribed; 2 (not active) and 4 (unconfirmed) are never exported, and an opt-out
#en makes them a 3. For one shop: where = "store_id = 1". Tables may have a prefix.
#de Abonnenten. 1 = angemeldet, 3 = abgemeldet; 2 (nicht aktiv) und 4 (unbestätigt) werden nie exportiert, eine
#de Abmeldung macht sie zur 3. Nur für einen Shop: where = "store_id = 1". Tabellen können ein Präfix haben.
[[erp.targets]]
name = "subscribers"
table = "newsletter_subscriber"
key = ["subscriber_id"]
email = ["subscriber_email"]
flag = { column = "subscriber_status", yes = [1], no = 3 }
bounce = { action = "set_no" }
also = { change_status_at = "{now}" }
""",
)

MAILPOET = Profile(
    name="mailpoet",
    system="WooCommerce with MailPoet",
    aliases=("woocommerce",),
    sure="source",
    source="SubscriberEntity.php",
    server="mariadb",
    database="wordpress",
    proven=True,
    targets="""
#en WooCommerce has no flag of its own; MailPoet keeps one for each address, stronger than its lists. wp_ is the prefix.
#en unconfirmed and inactive are never exported, and an opt-out makes them unsubscribed.
#de WooCommerce hat kein eigenes Kennzeichen; MailPoet führt eines je Adresse, stärker als seine Listen. wp_ ist das
#de Präfix. unconfirmed und inactive werden nie exportiert, eine Abmeldung macht sie zu unsubscribed.
[[erp.targets]]
name = "subscribers"
table = "wp_mailpoet_subscribers"
key = ["id"]
email = ["email"]
where = "deleted_at IS NULL"
changed = "updated_at"
flag = { column = "status", yes = ["subscribed"], no = "unsubscribed", also_no = ["bounced"] }
#en MailPoet has the word "bounced", but in the same column: an address that bounces is unsubscribed here.
#de MailPoet kennt das Wort "bounced", aber in derselben Spalte: Eine Adresse mit Rückläufer wird hier abgemeldet.
bounce = { action = "set_no" }
fields = { first_name = "first_name", last_name = "last_name" }
""",
)
