-- Letters can be told in another one: in a digest, because the reader wants that or has had enough for an hour, or in one of a burst.
ALTER TABLE letters
    MODIFY COLUMN state ENUM('waiting', 'claimed', 'sent', 'dead', 'expired', 'digest', 'gathered', 'dropped') NOT NULL
        COMMENT 'digest: waits to be told in one; gathered: is told in gathered_in; dropped: there was nothing left to tell',
    ADD COLUMN gathered_in BIGINT UNSIGNED NULL COMMENT 'the letter that tells it',
    ADD COLUMN counted_at  DATETIME(6)     NULL COMMENT 'when it was last claimed: it counts against its reader''s hour from then',
    ADD KEY letters_gathered (gathered_in),
    ADD KEY letters_by_hour (recipient_email, counted_at);

-- A row to hold while a reader's letters are counted, so that two workers do not count at once.
CREATE TABLE letter_recipients (
    email VARCHAR(254) CHARACTER SET ascii NOT NULL PRIMARY KEY
);
