-- metasfresh: AD_User and MKTG_ContactPerson, folded to lower case by PostgreSQL; the columns that matter here.
CREATE TABLE ad_user (
    ad_user_id NUMERIC(10, 0) NOT NULL PRIMARY KEY,
    ad_client_id NUMERIC(10, 0) NOT NULL,
    ad_org_id NUMERIC(10, 0) NOT NULL,
    isactive CHAR(1) NOT NULL DEFAULT 'Y',
    created TIMESTAMP WITH TIME ZONE NOT NULL,
    createdby NUMERIC(10, 0) NOT NULL,
    updated TIMESTAMP WITH TIME ZONE NOT NULL,
    updatedby NUMERIC(10, 0) NOT NULL,
    name VARCHAR(100) NOT NULL,
    firstname VARCHAR(255),
    lastname VARCHAR(255),
    email VARCHAR(200),
    email2 VARCHAR(255),
    email3 VARCHAR(255),
    isnewsletter CHAR(1) NOT NULL DEFAULT 'N',
    CONSTRAINT ad_user_isnewsletter_check CHECK (isnewsletter IN ('Y', 'N'))
);
CREATE TABLE mktg_contactperson (
    mktg_contactperson_id NUMERIC(10, 0) NOT NULL PRIMARY KEY,
    isactive CHAR(1) NOT NULL,
    updated TIMESTAMP WITH TIME ZONE NOT NULL,
    updatedby NUMERIC(10, 0) NOT NULL,
    name VARCHAR(255) NOT NULL,
    email VARCHAR(255),
    deactivatedonremoteplatform VARCHAR(10) NOT NULL DEFAULT 'UNKNOWN',
    ad_user_id NUMERIC(10, 0)
);
INSERT INTO ad_user (ad_user_id, ad_client_id, ad_org_id, isactive, created, createdby, updated, updatedby, name, firstname, lastname, email, isnewsletter) VALUES
    (1000001, 1000000, 1000000, 'Y', '2025-01-01 00:00+00', 100, '2025-01-01 00:00+00', 100, 'Anna Ahorn', 'Anna', 'Ahorn', 'ANNA@example.com', 'Y'),
    (1000002, 1000000, 1000000, 'Y', '2025-01-01 00:00+00', 100, '2025-01-01 00:00+00', 100, 'Weg', NULL, 'Weg', 'weg@example.com', 'Y'),
    (1000003, 1000000, 1000000, 'Y', '2025-01-01 00:00+00', 100, '2025-01-01 00:00+00', 100, 'Neu', 'Nina', 'Neu', 'neu@example.com', 'Y'),
    (1000004, 1000000, 1000000, 'Y', '2025-01-01 00:00+00', 100, '2025-01-01 00:00+00', 100, 'Nein', NULL, 'Nein', 'nein@example.com', 'N'),
    (1000005, 1000000, 1000000, 'N', '2025-01-01 00:00+00', 100, '2025-01-01 00:00+00', 100, 'Fort', NULL, 'Fort', 'anna@example.com', 'Y'),
    (1000006, 1000000, 1000000, 'Y', '2025-01-01 00:00+00', 100, '2025-01-01 00:00+00', 100, 'Ohne', NULL, 'Ohne', NULL, 'Y');
INSERT INTO mktg_contactperson VALUES
    (540001, 'Y', '2025-01-01 00:00+00', 100, 'Anna', 'anna@example.com', 'N', 1000001),
    (540002, 'Y', '2025-01-01 00:00+00', 100, 'Weg', 'weg@example.com', 'N', 1000002),
    (540003, 'Y', '2025-01-01 00:00+00', 100, 'Unklar', 'unklar@example.com', 'UNKNOWN', NULL);
