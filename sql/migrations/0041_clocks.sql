-- What the clocks of a ticket have measured, and what they are held against; all of it can be counted again from its timeline.
ALTER TABLE tickets
    ADD target_id             BIGINT UNSIGNED NULL COMMENT 'the target in force when it was opened, handed over or given another priority',
    ADD first_response_target INT UNSIGNED    NULL COMMENT 'working minutes; NULL: measured, not promised',
    ADD next_response_target  INT UNSIGNED    NULL COMMENT 'working minutes',
    ADD resolution_target     INT UNSIGNED    NULL COMMENT 'working minutes, without pauses',
    ADD asked_at              DATETIME(6)     NULL COMMENT 'since when, after the first answer, the requester waits for a word',
    ADD right_role_minutes    INT UNSIGNED    NULL COMMENT 'working minutes until it came to the role that has it now',
    ADD reopens               INT UNSIGNED    NOT NULL DEFAULT 0,
    ADD escalate_at           DATETIME(6)     NULL COMMENT 'when somebody is to be told next that it takes long; NULL: nobody',
    ADD escalated             TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'how many of the steps have been taken since the clocks were set',
    ADD KEY tickets_by_escalation (escalate_at);

UPDATE tickets SET right_role_minutes = 0 WHERE hops = 0;

-- Answers after the first: how long the requester waited for each.
CREATE TABLE ticket_responses (
    ticket_id   BIGINT UNSIGNED NOT NULL,
    seq         INT UNSIGNED    NOT NULL COMMENT 'the event that answered',
    asked_at    DATETIME(6)     NOT NULL,
    answered_at DATETIME(6)     NOT NULL,
    minutes     INT UNSIGNED    NOT NULL COMMENT 'working minutes',
    PRIMARY KEY (ticket_id, seq),
    CONSTRAINT fk_ticket_responses_event FOREIGN KEY (ticket_id, seq) REFERENCES ticket_events (ticket_id, seq)
);
