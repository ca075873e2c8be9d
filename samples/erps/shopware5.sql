-- Shopware 5: s_campaigns_mailaddresses; s_user stands beside it and has no flag.
CREATE TABLE s_campaigns_mailaddresses (
    id INT(11) NOT NULL AUTO_INCREMENT,
    customer INT(1) NOT NULL,
    groupID INT(11) NOT NULL,
    email VARCHAR(90) NOT NULL,
    lastmailing INT(11) NOT NULL,
    lastread INT(11) NOT NULL,
    added DATETIME DEFAULT NULL,
    double_optin_confirmed DATETIME DEFAULT NULL,
    PRIMARY KEY (id),
    KEY groupID (groupID),
    KEY email (email)
) ENGINE=InnoDB;
CREATE TABLE s_user (
    id INT(11) NOT NULL AUTO_INCREMENT,
    email VARCHAR(70) NOT NULL,
    active INT(1) NOT NULL DEFAULT 0,
    firstname VARCHAR(255),
    lastname VARCHAR(255),
    PRIMARY KEY (id)
) ENGINE=InnoDB;
INSERT INTO s_campaigns_mailaddresses (id, customer, groupID, email, lastmailing, lastread) VALUES
    (1, 1, 0, 'Anna@example.com', 0, 0),
    (2, 0, 1, 'anna@example.com', 0, 0),
    (3, 0, 1, 'weg@example.com', 0, 0),
    (4, 0, 1, 'neu@example.com', 0, 0),
    (5, 0, 1, 'cafe@example.com', 0, 0),
    (6, 0, 1, 'café@example.com', 0, 0);
INSERT INTO s_user (id, email, active, firstname, lastname) VALUES
    (1, 'anna@example.com', 1, 'Anna', 'Ahorn'),
    (2, 'nein@example.com', 1, 'Nora', 'Nein');
