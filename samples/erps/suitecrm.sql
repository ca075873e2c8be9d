-- SuiteCRM: one table with every address.
CREATE TABLE email_addresses (
    id CHAR(36) NOT NULL,
    email_address VARCHAR(255) DEFAULT NULL,
    email_address_caps VARCHAR(255) DEFAULT NULL,
    invalid_email TINYINT(1) DEFAULT 0,
    opt_out TINYINT(1) DEFAULT 0,
    confirm_opt_in VARCHAR(255) DEFAULT 'not-opt-in',
    confirm_opt_in_date DATETIME DEFAULT NULL,
    date_created DATETIME DEFAULT NULL,
    date_modified DATETIME DEFAULT NULL,
    deleted TINYINT(1) DEFAULT 0,
    PRIMARY KEY (id),
    KEY idx_ea_caps_opt_out_invalid (email_address_caps, opt_out, invalid_email)
) ENGINE=InnoDB;
INSERT INTO email_addresses (id, email_address, email_address_caps, invalid_email, opt_out, confirm_opt_in, deleted) VALUES
    ('10e1b0c4-0000-4000-8000-000000000001', 'Anna@example.com', 'ANNA@EXAMPLE.COM', 0, 0, 'confirmed-opt-in', 0),
    ('10e1b0c4-0000-4000-8000-000000000002', 'weg@example.com', 'WEG@EXAMPLE.COM', 0, 0, 'opt-in', 0),
    ('10e1b0c4-0000-4000-8000-000000000003', 'neu@example.com', 'NEU@EXAMPLE.COM', 0, NULL, 'confirmed-opt-in', 0),
    ('10e1b0c4-0000-4000-8000-000000000004', 'nein@example.com', 'NEIN@EXAMPLE.COM', 0, 1, 'not-opt-in', 0),
    ('10e1b0c4-0000-4000-8000-000000000005', 'kaputt@example.com', 'KAPUTT@EXAMPLE.COM', 1, 0, 'opt-in', 0),
    ('10e1b0c4-0000-4000-8000-000000000006', 'anna@example.com', 'ANNA@EXAMPLE.COM', 0, 0, 'opt-in', 1);
