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

-- The model that the router reads texts with, when a draft has been trained anew; a version without one has the model that ships.
CREATE TABLE matrix_models (
    id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    fingerprint CHAR(16) CHARACTER SET ascii NOT NULL COMMENT 'as decisions name it',
    checksum    CHAR(64) CHARACTER SET ascii NOT NULL COMMENT 'SHA-256 of its bytes',
    size        INT UNSIGNED    NOT NULL COMMENT 'bytes',
    corrections INT UNSIGNED    NOT NULL COMMENT 'tickets that had come to the wrong door, which it has learnt from',
    requests    INT UNSIGNED    NOT NULL COMMENT 'labelled requests that ship, the same',
    trained_at  DATETIME(6)     NOT NULL
);

CREATE TABLE matrix_model_pieces (
    model_id BIGINT UNSIGNED NOT NULL,
    number   INT UNSIGNED    NOT NULL,
    bytes    MEDIUMBLOB      NOT NULL,
    PRIMARY KEY (model_id, number),
    CONSTRAINT fk_matrix_model_pieces_model FOREIGN KEY (model_id) REFERENCES matrix_models (id) ON DELETE CASCADE
);

-- Drafts whose router is to be trained anew; gone when it is.
CREATE TABLE matrix_trainings (
    draft_id    BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    state       ENUM('waiting', 'running', 'failed') NOT NULL,
    asked_at    DATETIME(6)     NOT NULL,
    asked_by_id BIGINT UNSIGNED NULL COMMENT 'NULL: the command line',
    claim       CHAR(22) CHARACTER SET ascii NULL COMMENT 'drawn by whoever trains',
    lease_until DATETIME(6)     NULL COMMENT 'then somebody else may begin anew',
    CONSTRAINT fk_matrix_trainings_draft FOREIGN KEY (draft_id) REFERENCES matrix_drafts (id),
    CONSTRAINT fk_matrix_trainings_asked_by FOREIGN KEY (asked_by_id) REFERENCES people (id)
);

ALTER TABLE matrix_versions
    ADD COLUMN model_id BIGINT UNSIGNED NULL COMMENT 'NULL: the one that ships',
    ADD CONSTRAINT fk_matrix_versions_model FOREIGN KEY (model_id) REFERENCES matrix_models (id);

ALTER TABLE matrix_replays
    ADD COLUMN draft_model_id BIGINT UNSIGNED NULL COMMENT 'of the draft as it was; NULL: the one that ships',
    ADD CONSTRAINT fk_matrix_replays_model FOREIGN KEY (draft_model_id) REFERENCES matrix_models (id);
