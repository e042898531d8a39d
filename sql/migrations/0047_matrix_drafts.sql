-- Drafts of the matrix: a draft is a published version and the changes made to it, one after the other. What a draft says is read by
-- going through its changes; who changed what stays readable after it is published. A version remembers the draft it came from.
CREATE TABLE matrix_drafts (
    id                BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name              VARCHAR(100)    NOT NULL,
    base_id           BIGINT UNSIGNED NOT NULL COMMENT 'the version that its changes are made to',
    state             ENUM('open', 'published', 'discarded') NOT NULL DEFAULT 'open',
    revision          INT UNSIGNED    NOT NULL DEFAULT 0 COMMENT 'the number of its last change',
    started_at        DATETIME(6)     NOT NULL,
    started_by_id     BIGINT UNSIGNED NULL COMMENT 'NULL: the command line',
    replayed_revision INT UNSIGNED    NULL COMMENT 'somebody has seen a replay of the draft as it was then',
    approved_revision INT UNSIGNED    NULL COMMENT 'what the second person approved; a later change needs a new approval',
    approved_by_id    BIGINT UNSIGNED NULL,
    CONSTRAINT fk_matrix_drafts_base FOREIGN KEY (base_id) REFERENCES matrix_versions (id),
    CONSTRAINT fk_matrix_drafts_started_by FOREIGN KEY (started_by_id) REFERENCES people (id),
    CONSTRAINT fk_matrix_drafts_approved_by FOREIGN KEY (approved_by_id) REFERENCES people (id)
);

CREATE TABLE matrix_draft_changes (
    draft_id      BIGINT UNSIGNED NOT NULL,
    number        INT UNSIGNED    NOT NULL COMMENT '1, 2, 3 … in the draft; the last one of a row is the row''s revision',
    kind          VARCHAR(16) CHARACTER SET ascii NOT NULL COMMENT 'row, term, example',
    row_ref       VARCHAR(16) CHARACTER SET ascii NOT NULL COMMENT 'TRIAGE: words that no area answers for',
    before_value  TEXT            NULL COMMENT 'NULL: was not there; a row as JSON, a word as it is',
    after_value   TEXT            NULL COMMENT 'NULL: taken away',
    changed_at    DATETIME(6)     NOT NULL,
    changed_by_id BIGINT UNSIGNED NULL COMMENT 'NULL: the command line',
    PRIMARY KEY (draft_id, number),
    CONSTRAINT fk_matrix_draft_changes_draft FOREIGN KEY (draft_id) REFERENCES matrix_drafts (id),
    CONSTRAINT fk_matrix_draft_changes_by FOREIGN KEY (changed_by_id) REFERENCES people (id)
);

ALTER TABLE matrix_versions
    ADD COLUMN note        VARCHAR(1000)   NOT NULL DEFAULT '' COMMENT 'why, for whoever reads it later',
    ADD COLUMN draft_id    BIGINT UNSIGNED NULL COMMENT 'NULL: imported, or gone back to',
    ADD COLUMN restores_id BIGINT UNSIGNED NULL COMMENT 'the version whose content was taken again',
    ADD CONSTRAINT fk_matrix_versions_draft FOREIGN KEY (draft_id) REFERENCES matrix_drafts (id),
    ADD CONSTRAINT fk_matrix_versions_restores FOREIGN KEY (restores_id) REFERENCES matrix_versions (id);
