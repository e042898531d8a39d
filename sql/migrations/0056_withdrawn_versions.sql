-- A planned version can be taken back until it takes effect: whichever of the two is written first wins. What the plan ended or made
-- among the units' exceptions is remembered, so that they can be as they were.
ALTER TABLE matrix_versions
    ADD COLUMN in_force_at     DATETIME(6)     NULL COMMENT 'when the first service routed with it; NULL: none has, or it was before this was written down',
    ADD COLUMN withdrawn_at    DATETIME(6)     NULL COMMENT 'taken back before it took effect: it never does',
    ADD COLUMN withdrawn_by_id BIGINT UNSIGNED NULL COMMENT 'NULL: the command line',
    ADD CONSTRAINT fk_matrix_versions_withdrawn_by FOREIGN KEY (withdrawn_by_id) REFERENCES people (id);

CREATE TABLE matrix_planned_exceptions (
    version_id    BIGINT UNSIGNED NOT NULL COMMENT 'the version that ended or made it',
    exception_id  BIGINT UNSIGNED NOT NULL,
    is_made       TINYINT(1)      NOT NULL COMMENT '1: made for a new row; 0: ended, and before that it stood:',
    ends_at       DATETIME(6)     NULL,
    end_kind      ENUM('removed', 'replaced', 'retired') NULL,
    ended_at      DATETIME(6)     NULL,
    ended_by_id   BIGINT UNSIGNED NULL,
    ended_version VARCHAR(32)     NULL,
    PRIMARY KEY (version_id, exception_id),
    CONSTRAINT fk_matrix_planned_exceptions_version FOREIGN KEY (version_id) REFERENCES matrix_versions (id),
    CONSTRAINT fk_matrix_planned_exceptions_exception FOREIGN KEY (exception_id) REFERENCES matrix_exceptions (id),
    CONSTRAINT fk_matrix_planned_exceptions_ended_by FOREIGN KEY (ended_by_id) REFERENCES people (id)
);

-- A draft may be published without a further look when somebody has seen a replay of exactly what it is: of its changes, to its base.
ALTER TABLE matrix_replays
    ADD COLUMN draft_base_id BIGINT UNSIGNED NULL COMMENT 'the version that the draft''s changes were made to then; NULL: asked before this was written down',
    ADD COLUMN seen_at       DATETIME(6)     NULL COMMENT 'somebody has looked at it when it was finished',
    ADD CONSTRAINT fk_matrix_replays_draft_base FOREIGN KEY (draft_base_id) REFERENCES matrix_versions (id);

UPDATE matrix_replays r
JOIN matrix_drafts d ON d.id = r.draft_id AND d.replayed_revision = r.draft_revision
SET r.seen_at = r.finished_at
WHERE r.state = 'done';
