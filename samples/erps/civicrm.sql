-- CiviCRM: contacts and their addresses; the columns that matter here.
CREATE TABLE civicrm_contact (
    id INT(10) UNSIGNED NOT NULL AUTO_INCREMENT,
    contact_type VARCHAR(64) DEFAULT NULL,
    do_not_email TINYINT(4) DEFAULT 0,
    is_opt_out TINYINT(4) NOT NULL DEFAULT 0,
    display_name VARCHAR(128) DEFAULT NULL,
    is_deceased TINYINT(4) DEFAULT 0,
    is_deleted TINYINT(4) NOT NULL DEFAULT 0,
    PRIMARY KEY (id)
) ENGINE=InnoDB;
CREATE TABLE civicrm_email (
    id INT(10) UNSIGNED NOT NULL AUTO_INCREMENT,
    contact_id INT(10) UNSIGNED DEFAULT NULL,
    location_type_id INT(10) UNSIGNED DEFAULT NULL,
    email VARCHAR(254) DEFAULT NULL,
    is_primary TINYINT(4) DEFAULT 0,
    is_billing TINYINT(4) DEFAULT 0,
    on_hold TINYINT(4) NOT NULL DEFAULT 0,
    is_bulkmail TINYINT(4) NOT NULL DEFAULT 0,
    hold_date DATETIME DEFAULT NULL,
    reset_date DATETIME DEFAULT NULL,
    PRIMARY KEY (id),
    KEY UI_email (email)
) ENGINE=InnoDB;
INSERT INTO civicrm_contact (id, display_name, do_not_email, is_opt_out, is_deleted) VALUES
    (1, 'Anna Ahorn', 0, 0, 0), (2, 'Weg', 0, 0, 0), (3, 'Neu', NULL, 0, 0), (4, 'Nein', 0, 1, 0), (5, 'Fort', 0, 0, 1),
    (6, 'Keine Mails', 1, 0, 0);
INSERT INTO civicrm_contact (id, display_name, is_deceased) VALUES (7, 'Verstorben', 1);
INSERT INTO civicrm_email (id, contact_id, email, is_primary, on_hold) VALUES
    (1, 1, 'Anna@example.com', 1, 0),
    (2, 1, 'anna.privat@example.com', 0, 0),
    (3, 2, 'weg@example.com', 1, 0),
    (4, 3, 'neu@example.com', 1, 0),
    (5, 4, 'nein@example.com', 1, 0),
    (6, 3, 'gesperrt@example.com', 0, 2),
    (7, 5, 'anna@example.com', 1, 0),
    (8, 6, 'keine@example.com', 1, 0),
    (9, 7, 'verstorben@example.com', 1, 0);
