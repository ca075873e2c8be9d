-- Apache OFBiz: the address, its party, and the members of a contact list.
CREATE TABLE contact_mech (
    contact_mech_id VARCHAR(20) NOT NULL PRIMARY KEY,
    contact_mech_type_id VARCHAR(20),
    info_string VARCHAR(255),
    last_updated_stamp TIMESTAMP WITH TIME ZONE,
    created_stamp TIMESTAMP WITH TIME ZONE
);
CREATE TABLE party_contact_mech (
    party_id VARCHAR(20) NOT NULL,
    contact_mech_id VARCHAR(20) NOT NULL,
    from_date TIMESTAMP WITH TIME ZONE NOT NULL,
    thru_date TIMESTAMP WITH TIME ZONE,
    allow_solicitation CHAR(1),
    PRIMARY KEY (party_id, contact_mech_id, from_date)
);
CREATE TABLE contact_list_party (
    contact_list_id VARCHAR(20) NOT NULL,
    party_id VARCHAR(20) NOT NULL,
    from_date TIMESTAMP WITH TIME ZONE NOT NULL,
    thru_date TIMESTAMP WITH TIME ZONE,
    status_id VARCHAR(20),
    preferred_contact_mech_id VARCHAR(20),
    last_updated_stamp TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (contact_list_id, party_id, from_date)
);
INSERT INTO contact_mech (contact_mech_id, contact_mech_type_id, info_string) VALUES
    ('10000', 'EMAIL_ADDRESS', 'Anna@example.com'),
    ('10001', 'EMAIL_ADDRESS', 'weg@example.com'),
    ('10002', 'EMAIL_ADDRESS', 'neu@example.com'),
    ('10003', 'EMAIL_ADDRESS', 'nein@example.com'),
    ('10004', 'EMAIL_ADDRESS', 'offen@example.com'),
    ('10005', 'EMAIL_ADDRESS', 'keiner@example.com'),
    ('10006', 'WEB_ADDRESS', 'anna@example.com');
INSERT INTO party_contact_mech VALUES ('P1', '10000', '2025-01-01 00:00+00', NULL, 'Y');
INSERT INTO contact_list_party (contact_list_id, party_id, from_date, thru_date, status_id, preferred_contact_mech_id) VALUES
    ('NEWSLETTER', 'P1', '2024-01-01 00:00+00', '2024-06-01 00:00+00', 'CLPT_UNSUBSCRIBED', '10000'),
    ('NEWSLETTER', 'P1', '2025-01-01 00:00+00', NULL, 'CLPT_ACCEPTED', '10000'),
    ('NEWSLETTER', 'P2', '2025-01-01 00:00+00', NULL, 'CLPT_ACCEPTED', '10001'),
    ('NEWSLETTER', 'P3', '2025-01-01 00:00+00', NULL, 'CLPT_ACCEPTED', '10002'),
    ('NEWSLETTER', 'P4', '2025-01-01 00:00+00', NULL, 'CLPT_UNSUBSCRIBED', '10003'),
    ('NEWSLETTER', 'P5', '2025-01-01 00:00+00', NULL, 'CLPT_PENDING', '10004'),
    ('MESSE', 'P6', '2025-01-01 00:00+00', NULL, 'CLPT_ACCEPTED', '10005');
