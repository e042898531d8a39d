-- The responsibility matrix, version by version. A ticket keeps the version and the row that sent it.
CREATE TABLE matrix_versions (
    id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    version       VARCHAR(32) CHARACTER SET ascii NOT NULL COMMENT 'as the school names it, e.g. 1.4.0',
    checksum      CHAR(64) CHARACTER SET ascii NOT NULL COMMENT 'SHA-256 of the matrix and words files',
    dated         DATE            NULL COMMENT 'the date the school gave the document',
    valid_from    DATETIME(6)     NOT NULL,
    imported_at   DATETIME(6)     NOT NULL,
    imported_by   BIGINT UNSIGNED NULL,
    words         LONGTEXT        NOT NULL COMMENT 'the word list, as CSV',
    KEY matrix_versions_by_date (valid_from, id),
    CONSTRAINT fk_matrix_versions_person FOREIGN KEY (imported_by) REFERENCES people (id)
);

CREATE TABLE matrix_rows (
    version_id       BIGINT UNSIGNED NOT NULL,
    position         INT UNSIGNED    NOT NULL COMMENT 'the order of the document',
    row_ref          VARCHAR(16) CHARACTER SET ascii NOT NULL COMMENT 'e.g. B017',
    area_key         VARCHAR(160) CHARACTER SET ascii NOT NULL,
    level            VARCHAR(40)     NOT NULL,
    column_name      VARCHAR(100)    NOT NULL,
    area             VARCHAR(200)    NOT NULL,
    default_priority TINYINT UNSIGNED NOT NULL COMMENT '0 low … 3 urgent',
    confidential     TINYINT(1)      NOT NULL,
    emergency        TINYINT(1)      NOT NULL,
    note             VARCHAR(500)    NOT NULL,
    source_text      VARCHAR(1000)   NOT NULL,
    PRIMARY KEY (version_id, row_ref),
    UNIQUE KEY matrix_rows_by_key (version_id, area_key),
    CONSTRAINT fk_matrix_rows_version FOREIGN KEY (version_id) REFERENCES matrix_versions (id)
);

CREATE TABLE matrix_responsibles (
    version_id BIGINT UNSIGNED NOT NULL,
    row_ref    VARCHAR(16) CHARACTER SET ascii NOT NULL,
    position   INT UNSIGNED    NOT NULL COMMENT '0: the lead',
    role_code  VARCHAR(32)     NOT NULL COMMENT 'empty: a person without a role',
    holder     VARCHAR(16)     NOT NULL COMMENT 'initials, as the document has them; empty: the role as a whole',
    relation   VARCHAR(20) CHARACTER SET ascii NOT NULL,
    PRIMARY KEY (version_id, row_ref, position),
    CONSTRAINT fk_matrix_responsibles_row FOREIGN KEY (version_id, row_ref) REFERENCES matrix_rows (version_id, row_ref)
);
