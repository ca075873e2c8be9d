-- EspoCRM: one table with every address.
CREATE TABLE email_address (
    id VARCHAR(24) NOT NULL,
    name VARCHAR(255) NOT NULL,
    deleted TINYINT(1) DEFAULT 0 NOT NULL,
    `lower` VARCHAR(255) DEFAULT NULL,
    invalid TINYINT(1) DEFAULT 0 NOT NULL,
    opt_out TINYINT(1) DEFAULT 0 NOT NULL,
    PRIMARY KEY (id),
    KEY IDX_LOWER (`lower`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO email_address (id, name, deleted, `lower`, invalid, opt_out) VALUES
    ('5f0000000000000a1', 'Anna@example.com', 0, 'anna@example.com', 0, 0),
    ('5f0000000000000a2', 'weg@example.com', 0, 'weg@example.com', 0, 0),
    ('5f0000000000000a3', 'neu@example.com', 0, 'neu@example.com', 0, 0),
    ('5f0000000000000a4', 'nein@example.com', 0, 'nein@example.com', 0, 1),
    ('5f0000000000000a5', 'kaputt@example.com', 0, 'kaputt@example.com', 1, 0),
    ('5f0000000000000a6', 'anna@example.com', 1, 'anna@example.com', 0, 0);
