-- modified eCommerce 2: customers and newsletter_recipients.
CREATE TABLE customers (
    customers_id INT(11) NOT NULL AUTO_INCREMENT,
    customers_cid VARCHAR(32),
    customers_status INT(5) NOT NULL DEFAULT 1,
    customers_firstname VARCHAR(64) NOT NULL,
    customers_lastname VARCHAR(64) NOT NULL,
    customers_email_address VARCHAR(255) NOT NULL,
    customers_newsletter CHAR(1),
    customers_newsletter_mode CHAR(1) NOT NULL DEFAULT '0',
    customers_date_added DATETIME DEFAULT '2000-01-01 00:00:00',
    PRIMARY KEY (customers_id)
) ENGINE=MyISAM;
CREATE TABLE newsletter_recipients (
    mail_id INT(11) NOT NULL AUTO_INCREMENT,
    customers_email_address VARCHAR(255) NOT NULL,
    customers_id INT(11) NOT NULL DEFAULT 0,
    customers_status INT(5) NOT NULL DEFAULT 0,
    customers_firstname VARCHAR(64) NOT NULL DEFAULT '',
    customers_lastname VARCHAR(64) NOT NULL DEFAULT '',
    mail_status INT(1) NOT NULL DEFAULT 0,
    mail_key VARCHAR(32) NOT NULL,
    date_added DATETIME NOT NULL,
    date_confirmed DATETIME NULL,
    PRIMARY KEY (mail_id),
    UNIQUE KEY idx_customers_email_address (customers_email_address)
) ENGINE=MyISAM;
INSERT INTO customers (customers_id, customers_firstname, customers_lastname, customers_email_address, customers_newsletter) VALUES
    (1, 'Anna', 'Ahorn', 'Anna@example.com', '1'),
    (2, 'Willi', 'Weg', 'weg@example.com', '1'),
    (3, 'Nie', 'Gefragt', 'nie@example.com', NULL),
    (4, 'Nora', 'Nein', 'nein@example.com', '0');
INSERT INTO newsletter_recipients (mail_id, customers_email_address, customers_id, customers_firstname, customers_lastname, mail_status, mail_key, date_added) VALUES
    (1, 'anna@example.com', 1, 'Anna', 'Ahorn', 1, 'k1', '2025-01-01 10:00:00'),
    (2, 'weg@example.com', 2, 'Willi', 'Weg', 1, 'k2', '2025-01-01 10:00:00'),
    (3, 'neu@example.com', 0, 'Nina', 'Neu', 1, 'k3', '2025-01-01 10:00:00'),
    (4, 'nein@example.com', 4, 'Nora', 'Nein', 2, 'k4', '2025-01-01 10:00:00'),
    (5, 'offen@example.com', 0, '', '', 0, 'k5', '2025-01-01 10:00:00'),
    (6, 'café@example.com', 0, '', '', 1, 'k6', '2025-01-01 10:00:00');
