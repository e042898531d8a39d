-- The feed of changes. A row is written in the transaction of its change without a number; the sequencer numbers those that are committed.
-- The number, not the id, is what followers keep: ids appear out of order.
CREATE TABLE changes (
    id        BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    number    BIGINT UNSIGNED NULL COMMENT 'NULL: not numbered yet',
    ticket_id BIGINT UNSIGNED NOT NULL,
    seq       INT UNSIGNED    NOT NULL COMMENT 'the ticket''s newest event then',
    role_code VARCHAR(32)     NOT NULL COMMENT 'whose queue it is in afterwards',
    role_before VARCHAR(32)   NULL COMMENT 'and was in, when it moved',
    made_at   DATETIME(6)     NOT NULL,
    UNIQUE KEY changes_by_number (number)
);

-- One row: who numbers, until when, and the last number given. The fence rises with every new holder.
CREATE TABLE change_sequencer (
    one         TINYINT UNSIGNED NOT NULL PRIMARY KEY CHECK (one = 1),
    last_number BIGINT UNSIGNED  NOT NULL,
    fence       BIGINT UNSIGNED  NOT NULL
);

INSERT INTO change_sequencer (one, last_number, fence) VALUES (1, 0, 0);
