-- ERPNext on Frappe: names of tables hold blanks, keys are texts; the columns that matter here.
CREATE TABLE `tabContact` (
    `name` VARCHAR(140) NOT NULL,
    `creation` DATETIME(6) DEFAULT NULL,
    `modified` DATETIME(6) DEFAULT NULL,
    `modified_by` VARCHAR(140) DEFAULT NULL,
    `owner` VARCHAR(140) DEFAULT NULL,
    `docstatus` INT(1) NOT NULL DEFAULT 0,
    `idx` INT(8) NOT NULL DEFAULT 0,
    `first_name` VARCHAR(140) DEFAULT NULL,
    `email_id` VARCHAR(140) DEFAULT NULL,
    `unsubscribed` INT(1) NOT NULL DEFAULT 0,
    PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
CREATE TABLE `tabContact Email` (
    `name` VARCHAR(140) NOT NULL,
    `email_id` VARCHAR(140) DEFAULT NULL,
    `is_primary` INT(1) NOT NULL DEFAULT 0,
    `parent` VARCHAR(140) DEFAULT NULL,
    `parentfield` VARCHAR(140) DEFAULT NULL,
    `parenttype` VARCHAR(140) DEFAULT NULL,
    PRIMARY KEY (`name`),
    KEY `parent` (`parent`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
CREATE TABLE `tabLead` (
    `name` VARCHAR(140) NOT NULL,
    `modified` DATETIME(6) DEFAULT NULL,
    `modified_by` VARCHAR(140) DEFAULT NULL,
    `lead_name` VARCHAR(140) DEFAULT NULL,
    `email_id` VARCHAR(140) DEFAULT NULL,
    `status` VARCHAR(140) DEFAULT 'Lead',
    `unsubscribed` INT(1) NOT NULL DEFAULT 0,
    PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
CREATE TABLE `tabEmail Group Member` (
    `name` VARCHAR(140) NOT NULL,
    `modified` DATETIME(6) DEFAULT NULL,
    `modified_by` VARCHAR(140) DEFAULT NULL,
    `email_group` VARCHAR(140) DEFAULT NULL,
    `email` VARCHAR(140) DEFAULT NULL,
    `unsubscribed` INT(1) NOT NULL DEFAULT 0,
    PRIMARY KEY (`name`),
    UNIQUE KEY `unique_email_group_email` (`email_group`, `email`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
CREATE TABLE `tabEmail Unsubscribe` (
    `name` VARCHAR(140) NOT NULL,
    `creation` DATETIME(6) DEFAULT NULL,
    `modified` DATETIME(6) DEFAULT NULL,
    `modified_by` VARCHAR(140) DEFAULT NULL,
    `owner` VARCHAR(140) DEFAULT NULL,
    `docstatus` INT(1) NOT NULL DEFAULT 0,
    `idx` INT(8) NOT NULL DEFAULT 0,
    `email` VARCHAR(140) DEFAULT NULL,
    `reference_doctype` VARCHAR(140) DEFAULT NULL,
    `reference_name` VARCHAR(140) DEFAULT NULL,
    `global_unsubscribe` INT(1) NOT NULL DEFAULT 0,
    PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO `tabContact` (`name`, `first_name`, `email_id`, `unsubscribed`) VALUES
    ('Anna-Ahorn', 'Anna', 'anna@example.com', 0), ('Weg', 'Willi', 'weg@example.com', 0),
    ('Neu', 'Nina', 'neu@example.com', 0), ('Nein', 'Nora', 'nein@example.com', 1);
INSERT INTO `tabContact Email` (`name`, `email_id`, `is_primary`, `parent`, `parentfield`, `parenttype`) VALUES
    ('a1', 'Anna@example.com', 1, 'Anna-Ahorn', 'email_ids', 'Contact'),
    ('a2', 'anna.privat@example.com', 0, 'Anna-Ahorn', 'email_ids', 'Contact'),
    ('b1', 'weg@example.com', 1, 'Weg', 'email_ids', 'Contact'),
    ('c1', 'neu@example.com', 1, 'Neu', 'email_ids', 'Contact'),
    ('d1', 'nein@example.com', 1, 'Nein', 'email_ids', 'Contact');
INSERT INTO `tabLead` (`name`, `lead_name`, `email_id`, `status`, `unsubscribed`) VALUES
    ('CRM-LEAD-1', 'Anna als Interessentin', 'anna@example.com', 'Lead', 0),
    ('CRM-LEAD-2', 'Lars Lead', 'lead@example.com', 'Open', 0),
    ('CRM-LEAD-3', 'Nicht anrufen', 'anna@example.com', 'Do Not Contact', 0);
INSERT INTO `tabEmail Group Member` (`name`, `email_group`, `email`, `unsubscribed`) VALUES
    ('g1', 'Newsletter', 'anna@example.com', 0), ('g2', 'Newsletter', 'gruppe@example.com', 0);
INSERT INTO `tabEmail Unsubscribe` (`name`, `email`, `reference_doctype`, `reference_name`, `global_unsubscribe`) VALUES
    ('e1', 'nein@example.com', NULL, NULL, 1), ('e2', 'neu@example.com', 'Newsletter', 'Mai', 0);
