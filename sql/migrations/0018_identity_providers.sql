-- The school's own sign-in (OpenID Connect), and whom it has shown us. People are known by issuer and subject, never by mail.
CREATE TABLE identity_providers (
    id                   BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    slug                 VARCHAR(32) CHARACTER SET ascii NOT NULL COMMENT 'in our paths: /sign-in/with/SLUG',
    name                 VARCHAR(100)    NOT NULL COMMENT 'on the button',
    convention           ENUM('standard', 'entra', 'google') NOT NULL,
    issuer               VARCHAR(300) CHARACTER SET ascii NOT NULL,
    client_id            VARCHAR(200) CHARACTER SET ascii NOT NULL,
    sealed_client_secret VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    allowed_domains      VARCHAR(1000) CHARACTER SET ascii NOT NULL DEFAULT '' COMMENT 'comma separated; hosted domains or mail domains it may vouch for',
    roles_claim          VARCHAR(60) CHARACTER SET ascii NOT NULL DEFAULT '' COMMENT 'e.g. groups or roles; empty: none is read',
    makes_people         TINYINT(1)      NOT NULL DEFAULT 1 COMMENT 'whoever is new is made known',
    is_enabled           TINYINT(1)      NOT NULL DEFAULT 1,
    created_at           DATETIME(6)     NOT NULL,
    UNIQUE KEY identity_providers_by_slug (slug)
);

CREATE TABLE provider_roles (
    provider_id BIGINT UNSIGNED NOT NULL,
    claim_value VARCHAR(200)    NOT NULL,
    role_code   VARCHAR(32)     NOT NULL,
    PRIMARY KEY (provider_id, claim_value, role_code),
    CONSTRAINT fk_provider_roles_provider FOREIGN KEY (provider_id) REFERENCES identity_providers (id),
    CONSTRAINT fk_provider_roles_role FOREIGN KEY (role_code) REFERENCES roles (code)
);

CREATE TABLE external_identities (
    id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    provider_id  BIGINT UNSIGNED NOT NULL,
    issuer       VARCHAR(300) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    subject      VARCHAR(300) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'sub; for Entra tid/oid',
    person_id    BIGINT UNSIGNED NOT NULL,
    created_at   DATETIME(6)     NOT NULL,
    last_used_at DATETIME(6)     NULL,
    UNIQUE KEY external_identities_once (issuer, subject),
    KEY external_identities_by_person (person_id),
    CONSTRAINT fk_external_identities_provider FOREIGN KEY (provider_id) REFERENCES identity_providers (id),
    CONSTRAINT fk_external_identities_person FOREIGN KEY (person_id) REFERENCES people (id)
);

-- A role that a provider's claim gave is taken away by the same provider's claim; one that the school gave is not.
ALTER TABLE role_holders
    ADD COLUMN provider_id BIGINT UNSIGNED NULL COMMENT 'given by this sign-in; NULL: by the school',
    ADD CONSTRAINT fk_role_holders_provider FOREIGN KEY (provider_id) REFERENCES identity_providers (id);
