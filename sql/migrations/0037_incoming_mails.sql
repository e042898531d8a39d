-- Mails that have come in, each once, kept as they came before anything is done with them.
CREATE TABLE incoming_mails (
    id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    hash          CHAR(64) CHARACTER SET ascii NOT NULL COMMENT 'SHA-256 of its body and the headers that decide: the same whichever way it came',
    bytes         INT UNSIGNED    NOT NULL COMMENT 'as it came',
    received_at   DATETIME(6)     NOT NULL,
    state         ENUM('waiting', 'done', 'held', 'failed') NOT NULL COMMENT 'held: a person decides',
    due_at        DATETIME(6)     NOT NULL COMMENT 'read from then on: moved on while somebody reads it, and after a fault',
    tries         INT UNSIGNED    NOT NULL DEFAULT 0,
    outcome       VARCHAR(16) CHARACTER SET ascii NULL COMMENT 'what became of it: inbox::Outcome',
    reason        VARCHAR(24) CHARACTER SET ascii NULL COMMENT 'why it is held or failed',
    message_id    VARCHAR(330) CHARACTER SET ascii NULL,
    from_email    VARCHAR(254) CHARACTER SET ascii NULL COMMENT 'what it says; anybody can write anything there',
    from_name     VARCHAR(200)    NULL,
    subject       VARCHAR(200)    NULL,
    ticket_id     BIGINT UNSIGNED NULL COMMENT 'where it was written, or would be',
    seq           INT UNSIGNED    NULL,
    handled_by_id BIGINT UNSIGNED NULL COMMENT 'who decided about a held one',
    finished_at   DATETIME(6)     NULL,
    UNIQUE KEY incoming_mails_once (hash),
    KEY incoming_mails_due (state, due_at, id),
    KEY incoming_mails_list (state, id),
    KEY incoming_mails_by_message_id (message_id),
    KEY incoming_mails_by_ticket (ticket_id, seq),
    KEY incoming_mails_by_sender (from_email, received_at)
);

-- A mail in pieces of 512 kB, as files are kept.
CREATE TABLE incoming_mail_chunks (
    mail_id  BIGINT UNSIGNED NOT NULL,
    position INT UNSIGNED    NOT NULL,
    bytes    MEDIUMBLOB      NOT NULL,
    PRIMARY KEY (mail_id, position),
    CONSTRAINT fk_incoming_mail_chunks_mail FOREIGN KEY (mail_id) REFERENCES incoming_mails (id) ON DELETE CASCADE
);

-- Addresses that letters came back from.
CREATE TABLE bounced_addresses (
    email      VARCHAR(254) CHARACTER SET ascii NOT NULL PRIMARY KEY,
    times      INT UNSIGNED NOT NULL,
    status     VARCHAR(16) CHARACTER SET ascii NOT NULL COMMENT 'RFC 3463, e.g. 5.1.1',
    bounced_at DATETIME(6)  NOT NULL COMMENT 'the last time'
);

-- Answers name the letter they answer.
ALTER TABLE letters ADD KEY letters_by_message_id (message_id);
