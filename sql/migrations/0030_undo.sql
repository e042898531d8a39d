-- What can be undone for some seconds: the ticket as it was before a change, for the one who made it. Rows with the same token belong together.
CREATE TABLE undo_steps (
    token_hash    CHAR(64) CHARACTER SET ascii NOT NULL,
    ticket_id     BIGINT UNSIGNED NOT NULL,
    person_id     BIGINT UNSIGNED NOT NULL,
    first_seq     INT UNSIGNED    NOT NULL COMMENT 'the events of the change, from',
    last_seq      INT UNSIGNED    NOT NULL COMMENT 'to',
    version_after INT UNSIGNED    NOT NULL,
    before_it     LONGTEXT        NOT NULL COMMENT 'JSON: what the change may have moved' CHECK (JSON_VALID(before_it)),
    expires_at    DATETIME(6)     NOT NULL,
    PRIMARY KEY (token_hash, ticket_id),
    KEY undo_steps_by_age (expires_at),
    CONSTRAINT fk_undo_steps_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT fk_undo_steps_person FOREIGN KEY (person_id) REFERENCES people (id)
);

ALTER TABLE ticket_messages
    ADD COLUMN held_until DATETIME(6) NULL COMMENT 'the other side sees it, and is mailed it, from then on',
    ADD COLUMN withdrawn TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'undone before it went out: nobody sees it';
