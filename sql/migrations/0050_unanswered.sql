-- A ticket that waits for an answer of its requester: they are reminded after so many school days, and it is closed after some more.
CREATE TABLE unanswered_rules (
    role_code   VARCHAR(32)       NULL COMMENT 'NULL: the school, for roles without a row',
    remind_days SMALLINT UNSIGNED NULL COMMENT 'school days; NULL as close_days',
    close_days  SMALLINT UNSIGNED NULL COMMENT 'school days; NULL: nobody is reminded and nothing closed',
    UNIQUE KEY unanswered_rules_once (role_code),
    CONSTRAINT fk_unanswered_rules_role FOREIGN KEY (role_code) REFERENCES roles (code)
);

INSERT INTO unanswered_rules (role_code, remind_days, close_days) VALUES (NULL, 5, 10);

-- Under which unit a unit lies, from which day: one without a calendar of its own follows the nearest above it that has one, and what is past
-- keeps the hours it had (decision 0064). Rows are only added.
CREATE TABLE unit_places (
    id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    unit_id    BIGINT UNSIGNED NOT NULL,
    parent_id  BIGINT UNSIGNED NULL COMMENT 'may be gone since',
    valid_from DATE            NOT NULL COMMENT 'Stockholm',
    CONSTRAINT fk_unit_places_unit FOREIGN KEY (unit_id) REFERENCES units (id) ON DELETE CASCADE
);

INSERT INTO unit_places (unit_id, parent_id, valid_from)
SELECT id, parent_id, IF(EXISTS (SELECT 1 FROM tickets), DATE(UTC_TIMESTAMP(6) + INTERVAL 26 HOUR), '2010-01-01')
FROM units
WHERE parent_id IS NOT NULL;

-- No query asks the two that go: figures are counted in memory.
ALTER TABLE tickets
    ADD COLUMN idle_at   DATETIME(6) NULL COMMENT 'waits for its requester: when they are reminded next, or it is closed',
    ADD COLUMN closes_at DATETIME(6) NULL COMMENT 'when it is closed unless an answer comes',
    ADD KEY tickets_idle (idle_at),
    DROP KEY tickets_by_answer,
    DROP KEY tickets_by_resolution;

-- What waits already is looked at soon, a few at a time; nothing is closed before its requester was reminded.
UPDATE tickets SET idle_at = UTC_TIMESTAMP(6) WHERE state = 'waiting_requester' AND is_open = 1;

-- So are open tickets whose clocks have not been counted since there are targets (0041): nobody would be told that they take long.
UPDATE tickets
SET escalate_at = UTC_TIMESTAMP(6)
WHERE is_open = 1 AND state IN ('new', 'in_progress') AND escalate_at IS NULL AND escalated = 0
  AND first_response_target IS NULL AND next_response_target IS NULL AND resolution_target IS NULL;
