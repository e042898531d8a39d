-- What a draft of the matrix would have done with past tickets, and which words corrections speak for.
CREATE TABLE matrix_replays (
    id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    draft_id       BIGINT UNSIGNED NOT NULL,
    asked_by       BIGINT UNSIGNED NULL COMMENT 'NULL: the command line',
    asked_at       DATETIME(6)     NOT NULL,
    opened_from    DATETIME(6)     NOT NULL COMMENT 'the tickets opened from then',
    opened_until   DATETIME(6)     NOT NULL COMMENT 'and before then',
    role_code      VARCHAR(32)     NULL COMMENT 'those in this queue; NULL: in any',
    unit_id        BIGINT UNSIGNED NULL COMMENT 'of requesters of this unit and those below; NULL: of any',
    unit_ids       TEXT CHARACTER SET ascii NULL COMMENT 'that unit and those below, with commas between',
    before_version BIGINT UNSIGNED NOT NULL COMMENT 'the version in force when it was asked for',
    roles          LONGTEXT        NOT NULL COMMENT 'CSV, as they were: the numbers in the pieces follow from them',
    draft_matrix   LONGTEXT        NOT NULL COMMENT 'CSV, the draft as it was',
    draft_words    LONGTEXT        NOT NULL COMMENT 'CSV',
    draft_revision INT UNSIGNED    NOT NULL COMMENT 'the draft''s last change then: a later one is not in it',
    state          ENUM('waiting', 'running', 'done', 'stopped', 'failed') NOT NULL,
    stop_asked     TINYINT(1)      NOT NULL DEFAULT 0,
    claim          CHAR(22) CHARACTER SET ascii NULL COMMENT 'drawn by whoever runs it; nobody else may write to it',
    lease_until    DATETIME(6)     NULL COMMENT 'then somebody else may take it over',
    tickets        BIGINT UNSIGNED NULL COMMENT 'how many there are, once counted',
    done           BIGINT UNSIGNED NOT NULL DEFAULT 0,
    after_id       BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'the last ticket decided: where it goes on',
    finished_at    DATETIME(6)     NULL,
    result         LONGTEXT        NULL COMMENT 'JSON: the sums' CHECK (JSON_VALID(result)),
    KEY matrix_replays_due (state, lease_until, id),
    KEY matrix_replays_by_draft (draft_id, id),
    CONSTRAINT fk_matrix_replays_draft FOREIGN KEY (draft_id) REFERENCES matrix_drafts (id),
    CONSTRAINT fk_matrix_replays_person FOREIGN KEY (asked_by) REFERENCES people (id),
    CONSTRAINT fk_matrix_replays_version FOREIGN KEY (before_version) REFERENCES matrix_versions (id)
);

-- The tickets of a replay, some thousand a row, as src/matrix/replay_pieces packs them.
CREATE TABLE matrix_replay_pieces (
    replay_id BIGINT UNSIGNED NOT NULL,
    first_id  BIGINT UNSIGNED NOT NULL,
    outcomes  MEDIUMBLOB      NOT NULL,
    PRIMARY KEY (replay_id, first_id),
    CONSTRAINT fk_matrix_replay_pieces_replay FOREIGN KEY (replay_id) REFERENCES matrix_replays (id) ON DELETE CASCADE
);

-- Words that would have got corrected tickets right, each for an area once. What was declined is remembered.
CREATE TABLE matrix_proposals (
    id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    word        VARCHAR(60)     NOT NULL,
    area_key    VARCHAR(160) CHARACTER SET ascii NOT NULL,
    corrections INT UNSIGNED    NOT NULL COMMENT 'tickets with the word that were moved to the area',
    tickets     INT UNSIGNED    NOT NULL COMMENT 'tickets with the word whose role is known',
    made_right  INT UNSIGNED    NOT NULL,
    made_wrong  INT UNSIGNED    NOT NULL,
    state       ENUM('open', 'accepted', 'declined') NOT NULL,
    draft_id    BIGINT UNSIGNED NULL COMMENT 'where an accepted one went',
    counted_at  DATETIME(6)     NOT NULL,
    decided_by  BIGINT UNSIGNED NULL,
    decided_at  DATETIME(6)     NULL,
    UNIQUE KEY matrix_proposals_once (area_key, word),
    KEY matrix_proposals_by_state (state, counted_at),
    CONSTRAINT fk_matrix_proposals_person FOREIGN KEY (decided_by) REFERENCES people (id)
);

-- When the proposals were counted last, and whether somebody wants them counted anew.
CREATE TABLE matrix_proposal_counts (
    one         TINYINT UNSIGNED NOT NULL PRIMARY KEY CHECK (one = 1),
    wanted_at   DATETIME(6)      NULL,
    counted_at  DATETIME(6)      NULL,
    claim       CHAR(22) CHARACTER SET ascii NULL,
    lease_until DATETIME(6)      NULL
);

INSERT INTO matrix_proposal_counts (one) VALUES (1);
