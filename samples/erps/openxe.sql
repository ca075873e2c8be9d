-- OpenXE: the columns of adresse and ansprechpartner that matter here (the whole row has some two hundred).
CREATE TABLE adresse (
    id INT(11) NOT NULL AUTO_INCREMENT,
    typ VARCHAR(255) NOT NULL,
    marketingsperre VARCHAR(64) NOT NULL,
    name VARCHAR(255) NOT NULL,
    email VARCHAR(255) NOT NULL,
    kundennummer VARCHAR(64) NOT NULL,
    lieferantennummer VARCHAR(64) NOT NULL DEFAULT '',
    sonstiges TEXT NOT NULL,
    geloescht TINYINT(1) NOT NULL,
    firma INT(11) NOT NULL,
    logdatei DATETIME NOT NULL,
    PRIMARY KEY (id)
) ENGINE=InnoDB;
CREATE TABLE ansprechpartner (
    id INT(11) NOT NULL AUTO_INCREMENT,
    name VARCHAR(255) NOT NULL,
    email VARCHAR(255) NOT NULL,
    adresse INT(11) NOT NULL,
    marketingsperre TINYINT(1) NOT NULL DEFAULT 0,
    geloescht TINYINT(1) NOT NULL DEFAULT 0,
    PRIMARY KEY (id)
) ENGINE=InnoDB;
CREATE TABLE newsletter_blacklist (
    id INT(11) NOT NULL AUTO_INCREMENT,
    email VARCHAR(255) NOT NULL,
    PRIMARY KEY (id)
) ENGINE=InnoDB;
INSERT INTO adresse (id, typ, marketingsperre, name, email, kundennummer, sonstiges, geloescht, firma, logdatei) VALUES
    (1, 'frau', '', 'Anna Ahorn', 'Anna@example.com', '10001', '', 0, 1, '2025-03-01 10:00:00'),
    (2, 'firma', '0', 'Weg GmbH', 'weg@example.com', '10002', 'zahlt bar', 0, 1, '2025-03-01 10:00:00'),
    (3, 'firma', '', 'Neu AG', 'neu@example.com', '10003', '', 0, 1, '2025-03-01 10:00:00'),
    (4, 'herr', '1', 'Nein', 'nein@example.com', '10004', '', 0, 1, '2025-03-01 10:00:00'),
    (5, 'firma', '', 'Amazon-Kunde', 'x1y2@marketplace.amazon.de', '10005', '', 0, 1, '2025-03-01 10:00:00'),
    (6, 'herr', '', 'Gelöscht', 'anna@example.com', '10006', '', 1, 1, '2025-03-01 10:00:00'),
    (7, 'firma', '', 'Nur Lieferant', 'lieferant@example.com', '', '', 0, 1, '2025-03-01 10:00:00'),
    (8, 'herr', '', 'Ohne', '', '10008', '', 0, 1, '2025-03-01 10:00:00');
INSERT INTO ansprechpartner (id, name, email, adresse, marketingsperre) VALUES
    (1, 'Anna dienstlich', 'anna@example.com', 2, 0),
    (2, 'Nein dienstlich', 'nein@example.com', 3, 1),
    (3, 'Partner', 'partner@example.com', 3, 0);
