-- PrestaShop: customers, and guests of its module ps_emailsubscription.
CREATE TABLE ps_customer (
    id_customer INT(10) UNSIGNED NOT NULL AUTO_INCREMENT,
    id_shop INT(11) UNSIGNED NOT NULL DEFAULT 1,
    firstname VARCHAR(255) NOT NULL,
    lastname VARCHAR(255) NOT NULL,
    email VARCHAR(255) NOT NULL,
    newsletter TINYINT(1) UNSIGNED NOT NULL DEFAULT 0,
    newsletter_date_add DATETIME DEFAULT NULL,
    optin TINYINT(1) UNSIGNED NOT NULL DEFAULT 0,
    active TINYINT(1) UNSIGNED NOT NULL DEFAULT 0,
    deleted TINYINT(1) NOT NULL DEFAULT 0,
    date_add DATETIME NOT NULL,
    date_upd DATETIME NOT NULL,
    PRIMARY KEY (id_customer),
    KEY customer_email (email)
) ENGINE=InnoDB;
CREATE TABLE ps_emailsubscription (
    id INT(6) NOT NULL AUTO_INCREMENT,
    id_shop INTEGER UNSIGNED NOT NULL DEFAULT 1,
    id_shop_group INTEGER UNSIGNED NOT NULL DEFAULT 1,
    email VARCHAR(255) NOT NULL,
    newsletter_date_add DATETIME NULL,
    ip_registration_newsletter VARCHAR(15) NOT NULL,
    http_referer VARCHAR(255) NULL,
    active TINYINT(1) NOT NULL DEFAULT 0,
    PRIMARY KEY (id)
) ENGINE=InnoDB;
INSERT INTO ps_customer (id_customer, firstname, lastname, email, newsletter, active, deleted, date_add, date_upd) VALUES
    (1, 'Anna', 'Ahorn', 'Anna@example.com', 1, 1, 0, '2025-01-01', '2025-01-01'),
    (2, 'Willi', 'Weg', 'weg@example.com', 1, 1, 0, '2025-01-01', '2025-01-01'),
    (3, 'Nina', 'Neu', 'neu@example.com', 1, 1, 0, '2025-01-01', '2025-01-01'),
    (4, 'Nora', 'Nein', 'nein@example.com', 0, 1, 0, '2025-01-01', '2025-01-01'),
    (5, 'Fred', 'Fort', 'anna@example.com', 1, 1, 1, '2025-01-01', '2025-01-01');
INSERT INTO ps_emailsubscription (id, email, ip_registration_newsletter, active) VALUES
    (1, 'anna@example.com', '192.0.2.1', 1), (2, 'gast@example.com', '192.0.2.2', 1), (3, 'alt@example.com', '192.0.2.3', 0);
