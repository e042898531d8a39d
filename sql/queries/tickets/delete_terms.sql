-- Takes words (:terms is a JSON list) away from a ticket.
DELETE x
FROM JSON_TABLE(:terms, '$[*]' COLUMNS (term VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$')) w
STRAIGHT_JOIN ticket_terms x ON x.term = w.term AND x.ticket_id = :ticket_id
