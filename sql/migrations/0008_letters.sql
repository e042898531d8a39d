-- The outbox: a row for each letter, written in the transaction of what it tells of. One recipient each.
CREATE TABLE letters (
    id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    kind            VARCHAR(32) CHARACTER SET ascii NOT NULL,
    ticket_id       BIGINT UNSIGNED NULL,
    first_seq       INT UNSIGNED    NULL COMMENT 'the events of the change it tells of, from',
    last_seq        INT UNSIGNED    NULL COMMENT 'to',
    recipient_id    BIGINT UNSIGNED NULL COMMENT 'NULL: a role''s mailbox, or somebody not known yet',
    recipient_email VARCHAR(254) CHARACTER SET ascii NOT NULL,
    language        CHAR(2) CHARACTER SET ascii NOT NULL,
    message_id      VARCHAR(320) CHARACTER SET ascii NOT NULL COMMENT 'the same at every attempt',
    pending_id      BIGINT UNSIGNED NULL COMMENT 'for confirm letters: the ticket that waits',
    state           ENUM('waiting', 'claimed', 'sent', 'dead', 'expired') NOT NULL,
    attempts        INT UNSIGNED    NOT NULL DEFAULT 0 COMMENT 'ended so far',
    attempts_before INT UNSIGNED    NOT NULL DEFAULT 0 COMMENT 'of these, before somebody chose to send it again',
    round_at        DATETIME(6)     NOT NULL COMMENT 'when it was written, or sent again: five days later it is given up',
    due_at          DATETIME(6)     NOT NULL,
    expires_at      DATETIME(6)     NULL COMMENT 'not sent after this',
    worker          VARCHAR(64) CHARACTER SET ascii NULL COMMENT 'who has claimed it: a name drawn for each claim, so that a late worker is fenced off',
    lease_until     DATETIME(6)     NULL,
    last_reply      VARCHAR(500)    NULL COMMENT 'the receiving server''s last answer, or our own words for why there was none',
    created_at      DATETIME(6)     NOT NULL,
    finished_at     DATETIME(6)     NULL,
    UNIQUE KEY letters_once (ticket_id, first_seq, recipient_email) COMMENT 'one letter for each reader of a change',
    KEY letters_due (state, due_at, id),
    KEY letters_leases (state, lease_until)
);

-- Every attempt of every letter: the mail ledger.
CREATE TABLE letter_attempts (
    letter_id BIGINT UNSIGNED NOT NULL,
    attempt   INT UNSIGNED    NOT NULL,
    at        DATETIME(6)     NOT NULL,
    outcome   ENUM('sent', 'later', 'refused', 'lost') NOT NULL COMMENT 'lost: who tried vanished',
    reply     VARCHAR(500)    NOT NULL,
    PRIMARY KEY (letter_id, attempt),
    CONSTRAINT fk_letter_attempts_letter FOREIGN KEY (letter_id) REFERENCES letters (id)
);
