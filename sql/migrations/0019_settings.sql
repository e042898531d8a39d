-- What administrators choose in the pages; takes effect without a restart.
CREATE TABLE settings (
    name         VARCHAR(60) CHARACTER SET ascii NOT NULL PRIMARY KEY,
    value        TEXT            NOT NULL,
    changed_at   DATETIME(6)     NOT NULL,
    changed_by_id BIGINT UNSIGNED NULL
);
