-- What programs were answered, for a day: a request that comes again with its Idempotency-Key is answered so again (decision 0084).
CREATE TABLE api_answers (
    token_id     BIGINT UNSIGNED NOT NULL COMMENT 'whose key it is; of a token, as two programs may act as one person',
    key_hash     CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    request_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    status       SMALLINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0 within the transaction that does the work, never outside',
    headers      TEXT       NULL COMMENT 'JSON: an object',
    body         MEDIUMTEXT NULL,
    created_at   DATETIME(6) NOT NULL,
    PRIMARY KEY (token_id, key_hash),
    KEY api_answers_by_age (created_at)
);

ALTER TABLE api_tokens
    ADD COLUMN rate INT UNSIGNED NULL COMMENT 'requests a minute; NULL: as many as it likes';

UPDATE api_tokens SET rate = 600 WHERE created_by_id IS NOT NULL;
