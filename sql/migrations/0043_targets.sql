-- How soon the school wants tickets answered and solved. Rows are only added; a change retires one and adds another, so that a ticket's
-- target can always be read.
CREATE TABLE targets (
    id                     BIGINT UNSIGNED  NOT NULL AUTO_INCREMENT PRIMARY KEY,
    role_code              VARCHAR(32)      NULL COMMENT 'NULL: any, here and below',
    unit_id                BIGINT UNSIGNED  NULL,
    area_key               VARCHAR(160) CHARACTER SET ascii NULL COMMENT 'of any version of the matrix',
    level                  VARCHAR(40)      NULL COMMENT 'of the area, as the matrix writes it',
    priority               TINYINT UNSIGNED NULL,
    first_response_minutes INT UNSIGNED     NULL COMMENT 'working minutes; NULL: measured, not promised, here and below',
    next_response_minutes  INT UNSIGNED     NULL,
    resolution_minutes     INT UNSIGNED     NULL,
    created_at             DATETIME(6)      NOT NULL COMMENT 'UTC',
    created_by_id          BIGINT UNSIGNED  NULL COMMENT 'NULL: came with Ansvar',
    retired_at             DATETIME(6)      NULL,
    retired_by_id          BIGINT UNSIGNED  NULL,
    CONSTRAINT fk_targets_role FOREIGN KEY (role_code) REFERENCES roles (code),
    CONSTRAINT fk_targets_unit FOREIGN KEY (unit_id) REFERENCES units (id),
    CONSTRAINT fk_targets_creator FOREIGN KEY (created_by_id) REFERENCES people (id),
    CONSTRAINT fk_targets_retirer FOREIGN KEY (retired_by_id) REFERENCES people (id)
);

-- What was promised stays. An answer is promised in a part of that: something urgent stops a lesson, and half an hour saves the next one;
-- what is high must be seen between two lessons; normal the same working day; low within two.
INSERT INTO targets (priority, first_response_minutes, next_response_minutes, resolution_minutes, created_at)
SELECT priority, ELT(priority + 1, 960, 480, 120, 30), ELT(priority + 1, 960, 480, 120, 30), working_hours * 60, UTC_TIMESTAMP(6)
FROM resolution_targets
ORDER BY priority;

DROP TABLE resolution_targets;
