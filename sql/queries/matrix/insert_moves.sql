-- The tickets (:moves: JSON, [[number, queue]]) that are to be moved when the version is in force.
INSERT INTO matrix_moves (version_id, ticket_id, from_role)
SELECT :version_id, x.ticket_id, x.from_role
FROM JSON_TABLE(:moves, '$[*]' COLUMNS (ticket_id BIGINT UNSIGNED PATH '$[0]', from_role VARCHAR(32) PATH '$[1]')) x
