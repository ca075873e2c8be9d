-- iDempiere: users and their entries in interest areas; names folded to lower case by PostgreSQL.
CREATE TABLE ad_user (
    ad_user_id NUMERIC(10, 0) NOT NULL PRIMARY KEY,
    ad_client_id NUMERIC(10, 0) NOT NULL,
    isactive CHAR(1) DEFAULT 'Y' NOT NULL,
    updated TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
    updatedby NUMERIC(10, 0) NOT NULL,
    name VARCHAR(60) NOT NULL,
    email VARCHAR(60) DEFAULT NULL,
    emailverifydate TIMESTAMP WITHOUT TIME ZONE,
    notificationtype CHAR(1) DEFAULT 'E' NOT NULL
);
CREATE TABLE r_contactinterest (
    r_interestarea_id NUMERIC(10, 0) NOT NULL,
    ad_user_id NUMERIC(10, 0) NOT NULL,
    ad_client_id NUMERIC(10, 0) NOT NULL,
    isactive CHAR(1) DEFAULT 'Y' NOT NULL,
    updated TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
    updatedby NUMERIC(10, 0) NOT NULL,
    subscribedate TIMESTAMP WITHOUT TIME ZONE,
    optoutdate TIMESTAMP WITHOUT TIME ZONE,
    PRIMARY KEY (r_interestarea_id, ad_user_id)
);
INSERT INTO ad_user (ad_user_id, ad_client_id, isactive, updated, updatedby, name, email) VALUES
    (1, 11, 'Y', '2025-01-01', 100, 'Anna Ahorn', 'Anna@example.com'),
    (2, 11, 'Y', '2025-01-01', 100, 'Weg', 'weg@example.com'),
    (3, 11, 'Y', '2025-01-01', 100, 'Neu', 'neu@example.com'),
    (4, 11, 'Y', '2025-01-01', 100, 'Nein', 'nein@example.com'),
    (5, 11, 'Y', '2025-01-01', 100, 'Kein Abonnent', 'keiner@example.com'),
    (6, 11, 'N', '2025-01-01', 100, 'Fort', 'anna@example.com');
INSERT INTO r_contactinterest VALUES
    (1000000, 1, 11, 'Y', '2025-01-01', 100, '2025-01-01', NULL),
    (1000001, 1, 11, 'Y', '2025-01-01', 100, '2025-01-01', NULL),
    (1000000, 2, 11, 'Y', '2025-01-01', 100, '2025-01-01', NULL),
    (1000000, 3, 11, 'Y', '2025-01-01', 100, '2025-01-01', NULL),
    (1000000, 4, 11, 'Y', '2025-01-01', 100, '2025-01-01', '2025-02-02'),
    (1000001, 5, 11, 'Y', '2025-01-01', 100, '2025-01-01', NULL);
