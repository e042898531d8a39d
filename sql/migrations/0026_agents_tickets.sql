-- What agents do with a ticket beside answering it: put it off until a day, gather several into one.
ALTER TABLE tickets
    ADD COLUMN snoozed_until DATETIME(6) NULL COMMENT 'put off until then: last in its queue, its clock runs',
    ADD COLUMN merged_into_id BIGINT UNSIGNED NULL COMMENT 'this one goes on there; it is in no list while it does',
    MODIFY COLUMN is_open TINYINT(1) AS (state IN ('new', 'in_progress', 'waiting_requester', 'waiting_other') AND merged_into_id IS NULL) STORED,
    MODIFY COLUMN sort_at DATETIME(6) AS (IF(state IN ('waiting_requester', 'waiting_other') OR snoozed_until IS NOT NULL,
                                             due_at + INTERVAL 100 YEAR, due_at)) STORED
                           COMMENT 'the order of a queue: by due time, those that wait or are put off last',
    ADD KEY tickets_snoozed (snoozed_until),
    ADD KEY tickets_merged (merged_into_id),
    ADD KEY tickets_alike (area_key, opened_at),
    ADD CONSTRAINT fk_tickets_merged_into FOREIGN KEY (merged_into_id) REFERENCES tickets (id);
