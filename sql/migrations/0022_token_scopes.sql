-- What an API token may be used for, and until when. Tokens from before have every scope, as they had.
ALTER TABLE api_tokens
    ADD COLUMN scopes VARCHAR(300) CHARACTER SET ascii NOT NULL DEFAULT 'all' COMMENT 'words with blanks between, or all',
    ADD COLUMN expires_at DATETIME(6) NULL,
    ADD COLUMN created_by_id BIGINT UNSIGNED NULL COMMENT 'NULL: made by a command';
