-- Mailed links. Only the token's hash is here; the token itself exists in the letter alone, drawn when the letter goes out.
CREATE TABLE sign_in_links (
    id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    token_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    email      VARCHAR(254) CHARACTER SET ascii NOT NULL,
    pending_id BIGINT UNSIGNED NULL COMMENT 'the ticket that this link confirms',
    language   CHAR(2) CHARACTER SET ascii NOT NULL,
    created_at DATETIME(6)     NOT NULL,
    expires_at DATETIME(6)     NOT NULL,
    used_at    DATETIME(6)     NULL,
    UNIQUE KEY sign_in_links_by_token (token_hash),
    KEY sign_in_links_by_expiry (expires_at)
);

CREATE TABLE sessions (
    id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    token_hash   CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    person_id    BIGINT UNSIGNED NOT NULL,
    created_at   DATETIME(6)     NOT NULL,
    last_seen_at DATETIME(6)     NOT NULL COMMENT 'moved at most once a minute',
    expires_at   DATETIME(6)     NOT NULL COMMENT 'the latest end; staff sessions end earlier when idle',
    UNIQUE KEY sessions_by_token (token_hash),
    KEY sessions_by_person (person_id),
    KEY sessions_by_expiry (expires_at),
    CONSTRAINT fk_sessions_person FOREIGN KEY (person_id) REFERENCES people (id)
);

CREATE TABLE api_tokens (
    id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    token_hash   CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name         VARCHAR(100)    NOT NULL,
    person_id    BIGINT UNSIGNED NOT NULL,
    created_at   DATETIME(6)     NOT NULL,
    last_used_at DATETIME(6)     NULL COMMENT 'moved at most once a minute',
    revoked_at   DATETIME(6)     NULL,
    UNIQUE KEY api_tokens_by_token (token_hash),
    CONSTRAINT fk_api_tokens_person FOREIGN KEY (person_id) REFERENCES people (id)
);

-- How often something was tried in a minute, by a keyed hash of what it is counted for (never the address itself).
CREATE TABLE throttles (
    subject_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    window_start DATETIME(6)  NOT NULL COMMENT 'a whole minute',
    tries        INT UNSIGNED NOT NULL,
    PRIMARY KEY (subject_hash, window_start),
    KEY throttles_by_window (window_start)
);
