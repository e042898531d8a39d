-- What is being written, by whom, and what it can begin with.
CREATE TABLE message_drafts (
    ticket_id  BIGINT UNSIGNED NOT NULL,
    person_id  BIGINT UNSIGNED NOT NULL,
    kind       ENUM('reply', 'note', 'outside') NOT NULL,
    body       MEDIUMTEXT      NOT NULL,
    changed_at DATETIME(6)     NOT NULL,
    PRIMARY KEY (ticket_id, person_id, kind),
    KEY message_drafts_by_age (changed_at),
    CONSTRAINT fk_message_drafts_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT fk_message_drafts_person FOREIGN KEY (person_id) REFERENCES people (id)
);

-- Who is looking at a ticket or writing in it; a row counts until its time.
CREATE TABLE ticket_presence (
    ticket_id   BIGINT UNSIGNED NOT NULL,
    person_id   BIGINT UNSIGNED NOT NULL,
    looks_until DATETIME(6)     NOT NULL,
    writes_until DATETIME(6)    NULL,
    PRIMARY KEY (ticket_id, person_id),
    KEY ticket_presence_by_age (looks_until),
    CONSTRAINT fk_ticket_presence_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT fk_ticket_presence_person FOREIGN KEY (person_id) REFERENCES people (id)
);

CREATE TABLE canned_replies (
    id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    role_code     VARCHAR(32)     NULL COMMENT 'whose it is; NULL: everybody''s who answers tickets',
    name          VARCHAR(60)     NOT NULL,
    body          TEXT            NOT NULL COMMENT 'with {fields} of a fixed list',
    changed_by_id BIGINT UNSIGNED NULL,
    changed_at    DATETIME(6)     NOT NULL,
    KEY canned_replies_by_role (role_code, name),
    CONSTRAINT fk_canned_replies_role FOREIGN KEY (role_code) REFERENCES roles (code),
    CONSTRAINT fk_canned_replies_changed_by FOREIGN KEY (changed_by_id) REFERENCES people (id)
);

-- Messages to somebody outside the school about a ticket, and what goes with them. The requester sees neither these nor the answers.
CREATE TABLE outside_messages (
    ticket_id BIGINT UNSIGNED NOT NULL,
    seq       INT UNSIGNED    NOT NULL COMMENT 'the event it was written with',
    email     VARCHAR(254) CHARACTER SET ascii NOT NULL,
    reference VARCHAR(60)     NOT NULL DEFAULT '' COMMENT 'their number for the matter',
    PRIMARY KEY (ticket_id, seq),
    CONSTRAINT fk_outside_messages_event FOREIGN KEY (ticket_id, seq) REFERENCES ticket_events (ticket_id, seq)
);
