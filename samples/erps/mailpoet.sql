-- WooCommerce with MailPoet: its subscribers; the columns that matter here.
CREATE TABLE wp_mailpoet_subscribers (
    id INT(11) UNSIGNED NOT NULL AUTO_INCREMENT,
    wp_user_id BIGINT(20) NULL,
    is_woocommerce_user INT(1) NOT NULL DEFAULT 0,
    first_name VARCHAR(255) NOT NULL DEFAULT '',
    last_name VARCHAR(255) NOT NULL DEFAULT '',
    email VARCHAR(150) NOT NULL,
    status VARCHAR(12) NOT NULL DEFAULT 'unconfirmed',
    created_at TIMESTAMP NULL,
    updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    deleted_at TIMESTAMP NULL,
    PRIMARY KEY (id),
    UNIQUE KEY email (email)
) ENGINE=InnoDB;
INSERT INTO wp_mailpoet_subscribers (id, first_name, last_name, email, status, deleted_at) VALUES
    (1, 'Anna', 'Ahorn', 'Anna@example.com', 'subscribed', NULL),
    (2, 'Willi', 'Weg', 'weg@example.com', 'subscribed', NULL),
    (3, 'Nina', 'Neu', 'neu@example.com', 'subscribed', NULL),
    (4, 'Nora', 'Nein', 'nein@example.com', 'unsubscribed', NULL),
    (5, '', '', 'offen@example.com', 'unconfirmed', NULL),
    (6, '', '', 'still@example.com', 'inactive', NULL),
    (7, '', '', 'prall@example.com', 'bounced', NULL),
    (8, '', '', 'fort@example.com', 'subscribed', '2025-02-02 10:00:00');
