-- JTL-Shop: recipients of the newsletter and the shop's own blacklist.
CREATE TABLE tnewsletterempfaenger (
    kNewsletterEmpfaenger INT(10) UNSIGNED NOT NULL AUTO_INCREMENT,
    kSprache TINYINT(3) UNSIGNED NOT NULL,
    kKunde INT(10) UNSIGNED NOT NULL,
    nAktiv TINYINT(3) UNSIGNED NOT NULL,
    cAnrede VARCHAR(255) NOT NULL,
    cVorname VARCHAR(255) NOT NULL,
    cNachname VARCHAR(255) NOT NULL,
    cEmail VARCHAR(255) NOT NULL,
    cOptCode VARCHAR(255) NOT NULL,
    cLoeschCode VARCHAR(255) NOT NULL,
    dEingetragen DATETIME NULL,
    dLetzterNewsletter DATETIME NULL,
    PRIMARY KEY (kNewsletterEmpfaenger),
    KEY nAktiv (nAktiv)
) ENGINE=InnoDB;
CREATE TABLE tnewsletterempfaengerblacklist (
    cMail VARCHAR(255) NOT NULL,
    dErstellt DATETIME NOT NULL,
    PRIMARY KEY (cMail)
) ENGINE=InnoDB;
INSERT INTO tnewsletterempfaenger (kNewsletterEmpfaenger, kSprache, kKunde, nAktiv, cAnrede, cVorname, cNachname, cEmail, cOptCode, cLoeschCode) VALUES
    (1, 1, 11, 1, 'w', 'Anna', 'Ahorn', 'Anna@example.com', '', 'd1'),
    (2, 1, 0, 1, '', 'Willi', 'Weg', 'weg@example.com', '', 'd2'),
    (3, 1, 0, 1, 'w', 'Nina', 'Neu', 'neu@example.com', '', 'd3'),
    (4, 1, 0, 0, '', '', '', 'offen@example.com', 'o4', 'd4'),
    (5, 1, 0, 1, '', 'Nora', 'Nein', 'nein@example.com', '', 'd5'),
    (6, 1, 0, 1, '', 'eBay', 'Kunde', 'x@members.ebay.de', '', 'd6');
INSERT INTO tnewsletterempfaengerblacklist VALUES ('nein@example.com', '2025-01-01 10:00:00');
