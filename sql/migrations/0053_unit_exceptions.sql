-- At a unit, and those below it, another role may answer for a row than the matrix says. What was in force stays readable.
CREATE TABLE matrix_exceptions (
    id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    unit_id       BIGINT UNSIGNED NOT NULL,
    area_key      VARCHAR(160) CHARACTER SET ascii NOT NULL,
    role_code     VARCHAR(32)     NOT NULL COMMENT 'who answers there',
    note          VARCHAR(1000)   NOT NULL COMMENT 'why',
    starts_at     DATETIME(6)     NOT NULL,
    ends_at       DATETIME(6)     NULL COMMENT 'NULL: goes on. Never in force when it is not after starts_at',
    made_at       DATETIME(6)     NOT NULL,
    made_by_id    BIGINT UNSIGNED NULL COMMENT 'NULL: the command line',
    end_kind      ENUM('removed', 'replaced', 'retired') NULL COMMENT 'retired: a version took the row away',
    ended_at      DATETIME(6)     NULL COMMENT 'when that was decided',
    ended_by_id   BIGINT UNSIGNED NULL,
    ended_version VARCHAR(32)     NULL COMMENT 'the version that took the row away',
    KEY matrix_exceptions_by_row (unit_id, area_key, starts_at),
    KEY matrix_exceptions_by_time (ends_at, starts_at),
    CONSTRAINT fk_matrix_exceptions_unit FOREIGN KEY (unit_id) REFERENCES units (id),
    CONSTRAINT fk_matrix_exceptions_role FOREIGN KEY (role_code) REFERENCES roles (code),
    CONSTRAINT fk_matrix_exceptions_made_by FOREIGN KEY (made_by_id) REFERENCES people (id),
    CONSTRAINT fk_matrix_exceptions_ended_by FOREIGN KEY (ended_by_id) REFERENCES people (id)
);

ALTER TABLE matrix_replays
    ADD COLUMN exceptions LONGTEXT NULL COMMENT 'JSON, what held for each unit when it was asked for; NULL: asked before there were any';
