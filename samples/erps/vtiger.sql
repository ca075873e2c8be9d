-- vtiger CRM and coreBOS: contacts and accounts; vtiger_crmentity knows which live.
CREATE TABLE vtiger_crmentity (
    crmid INT(19) NOT NULL,
    setype VARCHAR(100) NOT NULL,
    createdtime DATETIME NOT NULL,
    modifiedtime DATETIME NOT NULL,
    deleted INT(1) NOT NULL DEFAULT 0,
    PRIMARY KEY (crmid)
) ENGINE=InnoDB;
CREATE TABLE vtiger_contactdetails (
    contactid INT(19) NOT NULL DEFAULT 0,
    accountid INT(19) DEFAULT NULL,
    firstname VARCHAR(40) DEFAULT NULL,
    lastname VARCHAR(80) NOT NULL,
    email VARCHAR(100) DEFAULT NULL,
    emailoptout VARCHAR(3) DEFAULT '0',
    secondaryemail VARCHAR(100) DEFAULT NULL,
    PRIMARY KEY (contactid)
) ENGINE=InnoDB;
CREATE TABLE vtiger_account (
    accountid INT(19) NOT NULL DEFAULT 0,
    accountname VARCHAR(100) NOT NULL,
    email1 VARCHAR(100) DEFAULT NULL,
    email2 VARCHAR(100) DEFAULT NULL,
    emailoptout VARCHAR(3) DEFAULT '0',
    PRIMARY KEY (accountid)
) ENGINE=InnoDB;
INSERT INTO vtiger_crmentity VALUES
    (1, 'Contacts', '2025-01-01', '2025-01-01', 0), (2, 'Contacts', '2025-01-01', '2025-01-01', 0),
    (3, 'Contacts', '2025-01-01', '2025-01-01', 0), (4, 'Contacts', '2025-01-01', '2025-01-01', 1),
    (5, 'Accounts', '2025-01-01', '2025-01-01', 0), (6, 'Accounts', '2025-01-01', '2025-01-01', 0);
INSERT INTO vtiger_contactdetails (contactid, firstname, lastname, email, emailoptout, secondaryemail) VALUES
    (1, 'Anna', 'Ahorn', 'Anna@example.com', '0', 'anna.privat@example.com'),
    (2, 'Willi', 'Weg', 'weg@example.com', NULL, NULL),
    (3, 'Nora', 'Nein', 'nein@example.com', '1', ''),
    (4, 'Fred', 'Fort', 'anna@example.com', '0', NULL);
INSERT INTO vtiger_account (accountid, accountname, email1, email2, emailoptout) VALUES
    (5, 'Ahorn AG', 'info@ahorn.example.com', 'anna@example.com', '0'),
    (6, 'Neu AG', 'neu@example.com', '', '');
