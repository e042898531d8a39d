-- Confidential tickets: seen by those who work in the queue, or (named_only) by named readers alone; opened by breaking the glass.
ALTER TABLE tickets
    ADD COLUMN named_only TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'confidential, and only requester, assignee and named readers see it',
    ADD COLUMN unit_id BIGINT UNSIGNED NULL COMMENT 'the requester''s unit when it was opened',
    ADD CONSTRAINT fk_tickets_unit FOREIGN KEY (unit_id) REFERENCES units (id);

CREATE TABLE ticket_readers (
    ticket_id   BIGINT UNSIGNED NOT NULL,
    person_id   BIGINT UNSIGNED NOT NULL,
    added_by_id BIGINT UNSIGNED NULL,
    added_at    DATETIME(6)     NOT NULL,
    PRIMARY KEY (ticket_id, person_id),
    KEY ticket_readers_by_person (person_id),
    CONSTRAINT fk_ticket_readers_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT fk_ticket_readers_person FOREIGN KEY (person_id) REFERENCES people (id)
);

CREATE TABLE glass_breaks (
    id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    ticket_id  BIGINT UNSIGNED NOT NULL,
    person_id  BIGINT UNSIGNED NOT NULL,
    reason     VARCHAR(1000)   NOT NULL,
    broken_at  DATETIME(6)     NOT NULL,
    expires_at DATETIME(6)     NOT NULL,
    KEY glass_breaks_by_ticket (ticket_id, person_id, expires_at),
    CONSTRAINT fk_glass_breaks_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT fk_glass_breaks_person FOREIGN KEY (person_id) REFERENCES people (id)
);
