-- Magento 2: newsletter_subscriber.
CREATE TABLE newsletter_subscriber (
    subscriber_id INT(10) UNSIGNED NOT NULL AUTO_INCREMENT,
    store_id SMALLINT(5) UNSIGNED DEFAULT 0,
    change_status_at TIMESTAMP NULL DEFAULT NULL,
    customer_id INT(10) UNSIGNED NOT NULL DEFAULT 0,
    subscriber_email VARCHAR(150) DEFAULT NULL,
    subscriber_status INT(11) NOT NULL DEFAULT 0,
    subscriber_confirm_code VARCHAR(32) DEFAULT 'NULL',
    PRIMARY KEY (subscriber_id)
) ENGINE=InnoDB;
INSERT INTO newsletter_subscriber (subscriber_id, store_id, customer_id, subscriber_email, subscriber_status) VALUES
    (1, 1, 7, 'Anna@example.com', 1),
    (2, 2, 0, 'anna@example.com', 1),
    (3, 1, 0, 'weg@example.com', 1),
    (4, 1, 0, 'neu@example.com', 1),
    (5, 1, 0, 'nein@example.com', 3),
    (6, 1, 0, 'offen@example.com', 4),
    (7, 1, 0, NULL, 1);
