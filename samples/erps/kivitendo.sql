-- kivitendo: customers, contact persons, and the custom variable that stands for the flag.
CREATE SEQUENCE id;
CREATE TABLE customer (
    id INTEGER DEFAULT nextval('id') NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT,
    cc TEXT,
    bcc TEXT,
    invoice_mail TEXT DEFAULT '' NOT NULL,
    customernumber TEXT,
    obsolete BOOLEAN DEFAULT FALSE,
    itime TIMESTAMP WITHOUT TIME ZONE DEFAULT now(),
    mtime TIMESTAMP WITHOUT TIME ZONE
);
CREATE TABLE contacts (
    cp_id INTEGER DEFAULT nextval('id') NOT NULL PRIMARY KEY,
    cp_cv_id INTEGER,
    cp_givenname TEXT,
    cp_name TEXT,
    cp_email TEXT,
    cp_privatemail TEXT,
    itime TIMESTAMP WITHOUT TIME ZONE DEFAULT now(),
    mtime TIMESTAMP WITHOUT TIME ZONE
);
CREATE TABLE custom_variable_configs (
    id INTEGER DEFAULT nextval('id') NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    type TEXT NOT NULL,
    module TEXT NOT NULL,
    default_value TEXT,
    searchable BOOLEAN NOT NULL,
    includeable BOOLEAN NOT NULL,
    included_by_default BOOLEAN NOT NULL,
    sortkey INTEGER NOT NULL
);
CREATE SEQUENCE custom_variables_id;
CREATE TABLE custom_variables (
    id INTEGER DEFAULT nextval('custom_variables_id') NOT NULL PRIMARY KEY,
    config_id INTEGER NOT NULL REFERENCES custom_variable_configs (id),
    trans_id INTEGER NOT NULL,
    bool_value BOOLEAN,
    timestamp_value TIMESTAMP WITHOUT TIME ZONE,
    text_value TEXT,
    number_value NUMERIC(25, 5),
    itime TIMESTAMP WITHOUT TIME ZONE DEFAULT now(),
    mtime TIMESTAMP WITHOUT TIME ZONE,
    sub_module TEXT DEFAULT '' NOT NULL
);
INSERT INTO customer (id, name, email, invoice_mail, customernumber, obsolete) VALUES
    (101, 'Anna Ahorn', 'Anna@example.com', 'anna@example.com', '1', FALSE),
    (102, 'Weg GmbH', 'weg@example.com', '', '2', FALSE),
    (103, 'Neu AG', 'neu@example.com', '', '3', NULL),
    (104, 'Nein', 'nein@example.com', '', '4', FALSE),
    (105, 'Nie gefragt', 'nie@example.com', '', '5', FALSE),
    (106, 'Ungültig', 'anna@example.com', '', '6', TRUE);
INSERT INTO contacts (cp_id, cp_cv_id, cp_givenname, cp_name, cp_email) VALUES
    (201, 102, 'Anna', 'Ahorn', 'anna@example.com'),
    (202, 103, 'Petra', 'Partner', 'partner@example.com');
INSERT INTO custom_variable_configs (id, name, description, type, module, searchable, includeable, included_by_default, sortkey) VALUES
    (11, 'newsletter', 'Newsletter', 'bool', 'CT', TRUE, TRUE, FALSE, 1),
    (12, 'newsletter', 'Newsletter', 'bool', 'Contacts', TRUE, TRUE, FALSE, 1),
    (13, 'messe', 'Messekontakt', 'bool', 'CT', TRUE, TRUE, FALSE, 2);
INSERT INTO custom_variables (id, config_id, trans_id, bool_value) VALUES
    (1, 11, 101, TRUE), (2, 13, 101, TRUE), (3, 11, 102, TRUE), (4, 11, 103, TRUE), (5, 11, 104, FALSE),
    (6, 11, 106, TRUE), (7, 12, 201, TRUE), (8, 12, 202, TRUE);
