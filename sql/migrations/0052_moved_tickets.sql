-- Open tickets that whoever published a version chose to move with it: each is moved once, when the version is in force.
CREATE TABLE matrix_moves (
    version_id BIGINT UNSIGNED NOT NULL,
    ticket_id  BIGINT UNSIGNED NOT NULL,
    from_role  VARCHAR(32)     NOT NULL COMMENT 'where it lay when it was chosen; elsewhere by then it stays',
    state      ENUM('waiting', 'moved', 'left') NOT NULL DEFAULT 'waiting',
    done_at    DATETIME(6)     NULL,
    PRIMARY KEY (version_id, ticket_id),
    KEY matrix_moves_waiting (state, version_id, ticket_id),
    CONSTRAINT fk_matrix_moves_version FOREIGN KEY (version_id) REFERENCES matrix_versions (id) ON DELETE CASCADE
);
