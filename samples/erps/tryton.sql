-- Tryton 7: marketing_email, beside the addresses of the parties, which have no flag.
CREATE TABLE marketing_email (
    id SERIAL PRIMARY KEY,
    active BOOLEAN,
    create_date TIMESTAMP(6),
    create_uid INTEGER,
    email VARCHAR NOT NULL,
    email_token VARCHAR NOT NULL,
    list_ INTEGER NOT NULL,
    party INTEGER,
    web_user INTEGER,
    write_date TIMESTAMP(6),
    write_uid INTEGER,
    CONSTRAINT marketing_email_email_list_unique UNIQUE (email, list_)
);
CREATE TABLE party_contact_mechanism (
    id SERIAL PRIMARY KEY,
    active BOOLEAN,
    party INTEGER NOT NULL,
    sequence INTEGER,
    type VARCHAR NOT NULL,
    value VARCHAR
);
INSERT INTO marketing_email (id, active, email, email_token, list_, party) VALUES
    (1, TRUE, 'anna@example.com', 't1', 1, 10),
    (2, TRUE, 'anna@example.com', 't2', 2, 10),
    (3, TRUE, 'weg@example.com', 't3', 1, NULL),
    (4, TRUE, 'neu@example.com', 't4', 1, NULL),
    (5, FALSE, 'nein@example.com', 't5', 1, NULL),
    (6, NULL, 'leer@example.com', 't6', 1, NULL);
INSERT INTO party_contact_mechanism (id, active, party, type, value) VALUES (1, TRUE, 10, 'email', 'Anna@example.com');
