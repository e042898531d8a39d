-- Passwords (argon2id) and second factors (RFC 6238, its secret sealed by the installation's key).
CREATE TABLE passwords (
    person_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    hash      VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    set_at    DATETIME(6)     NOT NULL,
    CONSTRAINT fk_passwords_person FOREIGN KEY (person_id) REFERENCES people (id)
);

CREATE TABLE second_factors (
    person_id     BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    sealed_secret VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    last_step     BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'the newest time step a code was taken for: none is taken twice',
    confirmed_at  DATETIME(6)     NOT NULL,
    CONSTRAINT fk_second_factors_person FOREIGN KEY (person_id) REFERENCES people (id)
);

CREATE TABLE recovery_codes (
    id        BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    person_id BIGINT UNSIGNED NOT NULL,
    code_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    used_at   DATETIME(6)     NULL,
    KEY recovery_codes_by_person (person_id),
    CONSTRAINT fk_recovery_codes_person FOREIGN KEY (person_id) REFERENCES people (id)
);

-- Somebody has shown the first factor and owes the second; no session yet.
CREATE TABLE sign_in_steps (
    id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    token_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    person_id  BIGINT UNSIGNED NOT NULL,
    method     ENUM('link', 'password', 'provider') NOT NULL,
    provider_id BIGINT UNSIGNED NULL,
    next_path  VARCHAR(1000) CHARACTER SET ascii NOT NULL,
    new_secret VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'sealed: offered to somebody who must set one up now',
    tries      INT UNSIGNED    NOT NULL DEFAULT 0,
    created_at DATETIME(6)     NOT NULL,
    expires_at DATETIME(6)     NOT NULL,
    UNIQUE KEY sign_in_steps_by_token (token_hash),
    KEY sign_in_steps_by_expiry (expires_at),
    CONSTRAINT fk_sign_in_steps_person FOREIGN KEY (person_id) REFERENCES people (id)
);

ALTER TABLE sessions
    ADD COLUMN method ENUM('link', 'password', 'provider') NOT NULL DEFAULT 'link',
    ADD COLUMN has_second_factor TINYINT(1) NOT NULL DEFAULT 0,
    ADD COLUMN client_address VARCHAR(45) CHARACTER SET ascii NOT NULL DEFAULT '',
    ADD COLUMN client VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'what the browser calls itself, shortened',
    ADD COLUMN provider_id BIGINT UNSIGNED NULL,
    ADD COLUMN sealed_id_token TEXT CHARACTER SET ascii NULL COMMENT 'for the provider at sign-out';

ALTER TABLE roles
    ADD COLUMN needs_second_factor TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'whoever holds it is asked for a second factor';
