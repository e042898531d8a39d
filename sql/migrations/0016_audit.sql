-- Who did what, when and from where: sign-in, rights, settings, the matrix, exports, views of confidential tickets. Rows are only ever
-- added; with a user of its own for migrations the service's user may do nothing else here. No foreign keys: it outlives what it names.
CREATE TABLE audit_log (
    id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    happened_at    DATETIME(6)     NOT NULL,
    actor_id       BIGINT UNSIGNED NULL COMMENT 'NULL: the system, a command, or somebody unknown',
    actor_kind     ENUM('session', 'token', 'command', 'system', 'unknown') NOT NULL,
    credential_id  BIGINT UNSIGNED NULL COMMENT 'the session or the token',
    client_address VARCHAR(45) CHARACTER SET ascii NULL,
    action         VARCHAR(60) CHARACTER SET ascii NOT NULL COMMENT 'e.g. person.changed',
    object_kind    VARCHAR(30) CHARACTER SET ascii NOT NULL COMMENT 'person, role, unit, ticket, token …',
    object_id      VARCHAR(100)    NOT NULL DEFAULT '',
    details        LONGTEXT        NOT NULL COMMENT 'JSON: what was before and after, by ids and codes',
    KEY audit_by_actor (actor_id, id),
    KEY audit_by_action (action, id),
    KEY audit_by_object (object_kind, object_id, id),
    KEY audit_by_time (happened_at, id)
);
