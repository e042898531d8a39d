-- Addresses that are told of changes by HTTP, and what they were told. An address is told one thing after the other.
CREATE TABLE webhooks (
    id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name           VARCHAR(100)    NOT NULL,
    url            VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    owner_id       BIGINT UNSIGNED NOT NULL COMMENT 'it hears of what this person may see',
    created_by_id  BIGINT UNSIGNED NOT NULL COMMENT 'who is told when it has been paused',
    sealed_secret  VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sealed_earlier VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the secret before; signs too until earlier_until',
    earlier_until  DATETIME(6)     NULL,
    state          ENUM('active', 'paused') NOT NULL,
    paused_why     ENUM('by_hand', 'failing', 'gone', 'owner') NULL COMMENT 'gone: it answered 410; owner: closed',
    paused_at      DATETIME(6)     NULL,
    heard_number   BIGINT UNSIGNED NOT NULL COMMENT 'how far in the feed of changes its deliveries have been written',
    heard_within   BIGINT UNSIGNED NULL COMMENT 'within a batch: the last ticket',
    failures       INT UNSIGNED    NOT NULL DEFAULT 0 COMMENT 'of the delivery that it is at',
    due_at         DATETIME(6)     NOT NULL COMMENT 'not tried before',
    took_ms        INT UNSIGNED    NOT NULL DEFAULT 0 COMMENT 'the last try: slow ones wait for each other alone',
    worker         CHAR(22) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'drawn for each claim, so that a late worker is fenced off',
    lease_until    DATETIME(6)     NULL,
    letter_id      BIGINT UNSIGNED NULL COMMENT 'the last letter that told of its being paused',
    created_at     DATETIME(6)     NOT NULL,
    KEY webhooks_by_letter (letter_id),
    CONSTRAINT fk_webhooks_owner FOREIGN KEY (owner_id) REFERENCES people (id),
    CONSTRAINT fk_webhooks_created_by FOREIGN KEY (created_by_id) REFERENCES people (id)
);

-- What each was told or will be, in the order of ids.
CREATE TABLE webhook_deliveries (
    id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    webhook_id  BIGINT UNSIGNED NOT NULL,
    message_id  VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'webhook-id: the same at every try',
    place       VARCHAR(41) CHARACTER SET ascii NULL COMMENT 'in the feed of changes; NULL: a trial',
    ticket_id   BIGINT UNSIGNED NULL COMMENT 'whose change it tells of, as long as the owner may see it; NULL: nothing that could be hidden',
    payload     TEXT            NOT NULL,
    state       ENUM('waiting', 'delivered', 'failed', 'left_out') NOT NULL,
    attempts    INT UNSIGNED    NOT NULL DEFAULT 0,
    status      SMALLINT UNSIGNED NULL COMMENT 'of the last answer; NULL: there was none',
    answer      VARCHAR(500)    NULL COMMENT 'how it began, or why there was none',
    created_at  DATETIME(6)     NOT NULL,
    tried_at    DATETIME(6)     NULL,
    finished_at DATETIME(6)     NULL,
    UNIQUE KEY webhook_deliveries_once (webhook_id, place),
    KEY webhook_deliveries_waiting (webhook_id, state, id),
    KEY webhook_deliveries_newest (webhook_id, id),
    KEY webhook_deliveries_finished (finished_at),
    CONSTRAINT fk_webhook_deliveries_webhook FOREIGN KEY (webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE
);
