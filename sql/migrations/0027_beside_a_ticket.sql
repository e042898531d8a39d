-- What stands beside a ticket's conversation: tags, a checklist, time spent, links to other tickets.
CREATE TABLE ticket_tags (
    ticket_id BIGINT UNSIGNED NOT NULL,
    tag       VARCHAR(40)     NOT NULL COMMENT 'lower case, no commas',
    PRIMARY KEY (ticket_id, tag),
    KEY ticket_tags_by_tag (tag, ticket_id),
    CONSTRAINT fk_ticket_tags_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id)
);

CREATE TABLE checklist_items (
    id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    ticket_id  BIGINT UNSIGNED NOT NULL,
    text       VARCHAR(200)    NOT NULL,
    done_at    DATETIME(6)     NULL,
    done_by_id BIGINT UNSIGNED NULL,
    made_at    DATETIME(6)     NOT NULL,
    KEY checklist_items_by_ticket (ticket_id, id),
    CONSTRAINT fk_checklist_items_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT fk_checklist_items_done_by FOREIGN KEY (done_by_id) REFERENCES people (id)
);

-- Time somebody has worked with a ticket; a running clock has no minutes yet.
CREATE TABLE time_entries (
    id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    ticket_id  BIGINT UNSIGNED NOT NULL,
    person_id  BIGINT UNSIGNED NOT NULL,
    started_at DATETIME(6)     NOT NULL,
    minutes    INT UNSIGNED    NULL COMMENT 'NULL: the clock runs',
    running    BIGINT UNSIGNED AS (IF(minutes IS NULL, person_id, NULL)) STORED COMMENT 'one running clock for each person',
    note       VARCHAR(200)    NOT NULL DEFAULT '',
    KEY time_entries_by_ticket (ticket_id, id),
    UNIQUE KEY time_entries_one_runs (running),
    CONSTRAINT fk_time_entries_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT fk_time_entries_person FOREIGN KEY (person_id) REFERENCES people (id)
);

-- related: neither way; parent: to_id is the parent of from_id; duplicate: from_id says the same as to_id.
CREATE TABLE ticket_links (
    from_id    BIGINT UNSIGNED NOT NULL,
    to_id      BIGINT UNSIGNED NOT NULL,
    kind       ENUM('related', 'parent', 'duplicate') NOT NULL,
    made_by_id BIGINT UNSIGNED NULL,
    made_at    DATETIME(6)     NOT NULL,
    PRIMARY KEY (from_id, to_id),
    KEY ticket_links_back (to_id, from_id),
    CONSTRAINT fk_ticket_links_from FOREIGN KEY (from_id) REFERENCES tickets (id),
    CONSTRAINT fk_ticket_links_to FOREIGN KEY (to_id) REFERENCES tickets (id),
    CONSTRAINT fk_ticket_links_made_by FOREIGN KEY (made_by_id) REFERENCES people (id)
);
