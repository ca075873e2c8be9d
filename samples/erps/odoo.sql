-- Odoo 17, as its addons mail and mass_mailing make the tables; the columns that matter here. Invented people.
CREATE TABLE res_partner (
    id SERIAL PRIMARY KEY,
    company_id INTEGER,
    create_date TIMESTAMP WITHOUT TIME ZONE,
    write_date TIMESTAMP WITHOUT TIME ZONE,
    name VARCHAR,
    email VARCHAR,
    email_normalized VARCHAR,
    active BOOLEAN,
    is_company BOOLEAN,
    message_bounce INTEGER
);
CREATE TABLE mail_blacklist (
    id SERIAL PRIMARY KEY,
    create_uid INTEGER,
    write_uid INTEGER,
    email VARCHAR NOT NULL,
    active BOOLEAN,
    create_date TIMESTAMP WITHOUT TIME ZONE,
    write_date TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT mail_blacklist_unique_email UNIQUE (email)
);
CREATE TABLE mailing_contact (
    id SERIAL PRIMARY KEY,
    name VARCHAR,
    email VARCHAR,
    email_normalized VARCHAR,
    message_bounce INTEGER
);
CREATE TABLE mailing_subscription (
    id SERIAL PRIMARY KEY,
    contact_id INTEGER NOT NULL,
    list_id INTEGER NOT NULL,
    opt_out BOOLEAN,
    opt_out_reason_id INTEGER,
    opt_out_datetime TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT mailing_subscription_unique_contact_list UNIQUE (contact_id, list_id)
);
INSERT INTO res_partner (id, name, email, email_normalized, active, is_company, message_bounce) VALUES
    (1, 'Anna Ahorn', '"Anna Ahorn" <Anna@example.com>', 'anna@example.com', TRUE, FALSE, 0),
    (2, 'Weg GmbH', 'weg@example.com', 'weg@example.com', TRUE, TRUE, NULL),
    (3, 'Neu & Co', 'neu@example.com', 'neu@example.com', TRUE, TRUE, 0),
    (4, 'Nein', 'nein@example.com', 'nein@example.com', TRUE, FALSE, 0),
    (5, 'Wieder da', 'wieder@example.com', 'wieder@example.com', TRUE, FALSE, 0),
    (6, 'Ohne Adresse', NULL, NULL, TRUE, FALSE, 0),
    (7, 'Archiviert', 'anna@example.com', 'anna@example.com', FALSE, FALSE, 0);
INSERT INTO mail_blacklist (id, email, active) VALUES (1, 'nein@example.com', TRUE), (2, 'wieder@example.com', FALSE);
SELECT setval('mail_blacklist_id_seq', 2);
INSERT INTO mailing_contact (id, name, email, message_bounce) VALUES
    (1, 'Anna', 'anna@example.com', 0),
    (2, 'Weg', 'weg@example.com', 0),
    (3, 'Liste', 'liste@example.com', 0),
    (4, 'Andere Liste', 'andere@example.com', 0);
INSERT INTO mailing_subscription (id, contact_id, list_id, opt_out) VALUES
    (1, 1, 1, FALSE), (2, 1, 2, FALSE), (3, 2, 1, FALSE), (4, 3, 1, FALSE), (5, 4, 2, FALSE);
