-- Which migrations this schema has seen; "running" after a crash means half-way, and step counts its finished statements.
CREATE TABLE IF NOT EXISTS schema_migrations (
    version     INT UNSIGNED NOT NULL PRIMARY KEY,
    name        VARCHAR(190) NOT NULL,
    checksum    CHAR(64) CHARACTER SET ascii NOT NULL COMMENT 'SHA-256 of the file',
    state       ENUM('running', 'done') NOT NULL,
    step        INT UNSIGNED NOT NULL DEFAULT 0,
    started_at  DATETIME(6)  NOT NULL,
    finished_at DATETIME(6)  NULL,
    ms          INT UNSIGNED NULL
)
