-- What happened to a ticket, in order. Rows are only added; response times are read from here.
CREATE TABLE ticket_events (
    ticket_id   BIGINT UNSIGNED NOT NULL,
    seq         INT UNSIGNED    NOT NULL COMMENT '1, 2, 3 … within the ticket',
    kind        VARCHAR(24) CHARACTER SET ascii NOT NULL,
    actor_id    BIGINT UNSIGNED NULL COMMENT 'NULL: the system itself',
    happened_at DATETIME(6)     NOT NULL,
    data        LONGTEXT        NOT NULL COMMENT 'JSON: what changed; for opened and rerouted, the routing receipt' CHECK (JSON_VALID(data)),
    PRIMARY KEY (ticket_id, seq),
    KEY ticket_events_by_actor (actor_id, happened_at),
    CONSTRAINT fk_ticket_events_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT fk_ticket_events_actor FOREIGN KEY (actor_id) REFERENCES people (id)
);

-- What people wrote: the text of an event (opened, replied or noted).
CREATE TABLE ticket_messages (
    ticket_id BIGINT UNSIGNED NOT NULL,
    seq       INT UNSIGNED    NOT NULL,
    is_note   TINYINT(1)      NOT NULL COMMENT '1: internal, never shown to the requester',
    body      MEDIUMTEXT      NOT NULL,
    PRIMARY KEY (ticket_id, seq),
    CONSTRAINT fk_ticket_messages_event FOREIGN KEY (ticket_id, seq) REFERENCES ticket_events (ticket_id, seq)
);

-- People who follow a ticket: copied in when it was filed, or later.
CREATE TABLE ticket_watchers (
    ticket_id BIGINT UNSIGNED NOT NULL,
    person_id BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (ticket_id, person_id),
    KEY ticket_watchers_by_person (person_id, ticket_id),
    CONSTRAINT fk_ticket_watchers_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT fk_ticket_watchers_person FOREIGN KEY (person_id) REFERENCES people (id)
);

-- Filed by somebody not signed in: becomes a ticket when the mailed link is used.
CREATE TABLE pending_tickets (
    id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    email      VARCHAR(254) CHARACTER SET ascii NOT NULL,
    draft      LONGTEXT        NOT NULL CHECK (JSON_VALID(draft)),
    created_at DATETIME(6)     NOT NULL,
    ticket_id  BIGINT UNSIGNED NULL COMMENT 'what it became',
    KEY pending_tickets_by_age (created_at)
);

-- One answer for each key a client sends (form or API); written in the create's own transaction, kept at least 24 h.
CREATE TABLE idempotency_keys (
    person_id    BIGINT UNSIGNED NOT NULL,
    key_hash     CHAR(64) CHARACTER SET ascii NOT NULL,
    request_hash CHAR(64) CHARACTER SET ascii NOT NULL,
    ticket_id    BIGINT UNSIGNED NOT NULL,
    seq          INT UNSIGNED    NOT NULL COMMENT 'the event the request wrote',
    created_at   DATETIME(6)     NOT NULL,
    PRIMARY KEY (person_id, key_hash),
    KEY idempotency_keys_by_age (created_at)
);
