-- Everybody Ansvar knows: staff, agents, managers, administrators and service accounts. Rows are kept when somebody leaves.
CREATE TABLE people (
    id               BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    email            VARCHAR(254) CHARACTER SET ascii NULL COMMENT 'lower case; NULL: a service account',
    name             VARCHAR(200)    NOT NULL,
    initials         VARCHAR(16)     NULL COMMENT 'as the Blueprint names holders, e.g. A.W',
    title            VARCHAR(100)    NULL,
    phone            VARCHAR(40)     NULL,
    room             VARCHAR(60)     NULL,
    language         CHAR(2) CHARACTER SET ascii NOT NULL DEFAULT 'sv',
    manager_id       BIGINT UNSIGNED NULL COMMENT 'who Resp chef means for this person',
    is_manager       TINYINT(1)      NOT NULL DEFAULT 0,
    is_administrator TINYINT(1)      NOT NULL DEFAULT 0,
    wants_shortcuts  TINYINT(1)      NOT NULL DEFAULT 1,
    created_at       DATETIME(6)     NOT NULL COMMENT 'UTC, as all times',
    left_at          DATETIME(6)     NULL,
    UNIQUE KEY people_by_email (email),
    KEY people_by_initials (initials),
    CONSTRAINT fk_people_manager FOREIGN KEY (manager_id) REFERENCES people (id)
);
