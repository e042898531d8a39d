-- The words of tickets, for searching: stems, parts of compounds, words of two letters. Kept in the transactions that write the texts.
CREATE TABLE ticket_terms (
    term        VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    ticket_id   BIGINT UNSIGNED NOT NULL,
    is_internal TINYINT(1)      NOT NULL COMMENT '1: stands in internal notes alone',
    PRIMARY KEY (term, ticket_id)
);

-- Tickets from before there were terms: the next one to read, and the last.
CREATE TABLE search_backlog (
    one     TINYINT UNSIGNED NOT NULL PRIMARY KEY CHECK (one = 1),
    next_id BIGINT UNSIGNED  NOT NULL,
    last_id BIGINT UNSIGNED  NOT NULL
);

INSERT INTO search_backlog (one, next_id, last_id) SELECT 1, COALESCE(MIN(id), 1), COALESCE(MAX(id), 0) FROM tickets;
