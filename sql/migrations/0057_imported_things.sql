-- What was brought here from another helpdesk, so that an import that is run again goes on where it was and brings nothing twice (decision 0089).
CREATE TABLE imported_things (
    source    VARCHAR(60)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'the name given to the import',
    kind      ENUM('ticket', 'message') NOT NULL,
    source_id VARCHAR(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'its id there',
    ticket_id BIGINT UNSIGNED NOT NULL,
    seq       BIGINT UNSIGNED NOT NULL COMMENT 'of a message its event; of a ticket the last event that the import wrote',
    PRIMARY KEY (source, kind, source_id),
    KEY imported_things_by_ticket (ticket_id, kind),
    CONSTRAINT fk_imported_things_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id)
);

ALTER TABLE tickets
    MODIFY COLUMN reason ENUM('chosen', 'classified', 'triage', 'emergency', 'corrected', 'imported') NOT NULL;
