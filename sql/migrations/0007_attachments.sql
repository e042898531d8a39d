-- Files. Written before the ticket, linked in its transaction; what stays unlinked for 24 h is removed.
CREATE TABLE attachments (
    id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    token       CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'random; stands in links instead of the id',
    owner_id    BIGINT UNSIGNED NULL COMMENT 'who sent it; NULL: somebody not signed in',
    ticket_id   BIGINT UNSIGNED NULL COMMENT 'NULL: not linked yet',
    seq         INT UNSIGNED    NULL COMMENT 'the message it came with',
    name        VARCHAR(200)    NOT NULL,
    media_type  VARCHAR(100) CHARACTER SET ascii NOT NULL COMMENT 'by content, not by what the sender said',
    bytes       INT UNSIGNED    NOT NULL,
    checksum    CHAR(64) CHARACTER SET ascii NOT NULL COMMENT 'SHA-256 of what is stored',
    created_at  DATETIME(6)     NOT NULL,
    UNIQUE KEY attachments_by_token (token),
    KEY attachments_by_ticket (ticket_id, seq),
    KEY attachments_by_age (created_at),
    CONSTRAINT fk_attachments_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id)
);

-- A file in pieces of 512 kB, so that neither side ever holds the whole of it.
CREATE TABLE attachment_chunks (
    attachment_id BIGINT UNSIGNED NOT NULL,
    position      INT UNSIGNED    NOT NULL,
    bytes         MEDIUMBLOB      NOT NULL,
    PRIMARY KEY (attachment_id, position),
    CONSTRAINT fk_attachment_chunks_attachment FOREIGN KEY (attachment_id) REFERENCES attachments (id) ON DELETE CASCADE
);
