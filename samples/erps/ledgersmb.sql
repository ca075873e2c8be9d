-- LedgerSMB: contacts by class; the key is the whole row, and a function takes an address out.
CREATE TABLE contact_class (
    id INTEGER PRIMARY KEY,
    class TEXT CHECK (class ~ '[[:alnum:]_]') NOT NULL
);
CREATE TABLE entity_to_contact (
    entity_id INTEGER NOT NULL,
    contact_class_id INTEGER REFERENCES contact_class (id) NOT NULL,
    contact TEXT CHECK (contact ~ '[[:alnum:]_]') NOT NULL,
    description TEXT,
    PRIMARY KEY (entity_id, contact_class_id, contact)
);
CREATE FUNCTION entity__delete_contact(in_entity_id INTEGER, in_class_id INTEGER, in_contact TEXT) RETURNS BOOLEAN AS $$
BEGIN
    DELETE FROM entity_to_contact e
        WHERE e.entity_id = in_entity_id AND e.contact_class_id = in_class_id AND e.contact = in_contact;
    RETURN FOUND;
END $$ LANGUAGE plpgsql;
INSERT INTO contact_class VALUES (1, 'Primary Phone'), (12, 'Email'), (13, 'CC'), (15, 'Billing Email'), (18, 'Newsletter');
INSERT INTO entity_to_contact VALUES
    (1, 12, 'Anna@example.com', 'Anna Ahorn'),
    (1, 18, 'Anna@example.com', 'Anna Ahorn'),
    (1, 15, 'anna@example.com', 'Buchhaltung'),
    (2, 12, 'weg@example.com', 'Weg GmbH'),
    (2, 18, 'weg@example.com', 'Weg GmbH'),
    (3, 18, 'neu@example.com', 'Neu AG'),
    (4, 12, 'nein@example.com', 'Nein'),
    (4, 1, '030 1234', 'Nein');
