-- Words that tickets are found by (:rows is a JSON list of [term, ticket, 1 for a word of an internal note]). One that stands in a note
-- alone is internal until it stands somewhere else too.
INSERT INTO ticket_terms (term, ticket_id, is_internal)
SELECT w.term, w.ticket_id, w.is_internal
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (term VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[0]',
                                       ticket_id BIGINT UNSIGNED PATH '$[1]', is_internal TINYINT PATH '$[2]')) w
ON DUPLICATE KEY UPDATE is_internal = LEAST(ticket_terms.is_internal, VALUES(is_internal))
