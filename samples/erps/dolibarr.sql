-- Dolibarr: contacts, third parties, and the list of addresses without mass mail.
CREATE TABLE llx_socpeople (
    rowid INTEGER AUTO_INCREMENT PRIMARY KEY,
    datec DATETIME,
    tms TIMESTAMP DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    fk_soc INTEGER,
    entity INTEGER DEFAULT 1 NOT NULL,
    lastname VARCHAR(50),
    firstname VARCHAR(50),
    email VARCHAR(255),
    no_email SMALLINT NOT NULL DEFAULT 0,
    statut TINYINT DEFAULT 1 NOT NULL
) ENGINE=InnoDB;
CREATE TABLE llx_societe (
    rowid INTEGER AUTO_INCREMENT PRIMARY KEY,
    nom VARCHAR(128),
    entity INTEGER DEFAULT 1 NOT NULL,
    fk_stcomm INTEGER DEFAULT 0 NOT NULL,
    email VARCHAR(128),
    status TINYINT DEFAULT 1,
    tms TIMESTAMP DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
) ENGINE=InnoDB;
CREATE TABLE llx_mailing_unsubscribe (
    rowid INTEGER AUTO_INCREMENT PRIMARY KEY,
    entity INTEGER DEFAULT 1 NOT NULL,
    email VARCHAR(255),
    unsubscribegroup VARCHAR(128) DEFAULT '',
    ip VARCHAR(128),
    date_creat DATETIME,
    tms TIMESTAMP DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    UNIQUE KEY uk_mailing_unsubscribe (email, entity, unsubscribegroup)
) ENGINE=InnoDB;
INSERT INTO llx_socpeople (rowid, entity, lastname, firstname, email, statut) VALUES
    (1, 1, 'Ahorn', 'Anna', 'Anna@example.com', 1),
    (2, 1, 'Weg', 'Willi', 'weg@example.com', 1),
    (3, 1, 'Nein', 'Nora', 'nein@example.com', 1),
    (4, 2, 'Andere Firma', 'Max', 'andere@example.com', 1),
    (5, 1, 'Fort', 'Fred', 'fort@example.com', 0);
INSERT INTO llx_societe (rowid, nom, entity, email, status) VALUES
    (1, 'Ahorn AG', 1, 'anna@example.com', 1),
    (2, 'Neu AG', 1, 'neu@example.com', 1),
    (3, 'Ohne', 1, NULL, 1);
INSERT INTO llx_mailing_unsubscribe (rowid, entity, email, unsubscribegroup, date_creat) VALUES
    (1, 1, 'nein@example.com', '', '2025-01-01 10:00:00'), (2, 2, 'neu@example.com', '', '2025-01-01 10:00:00');
