-- Ties stored files (:tokens is a JSON list) to a message; others' files and files already linked are passed over.
UPDATE attachments a
JOIN JSON_TABLE(:tokens, '$[*]' COLUMNS (token CHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$')) t ON t.token = a.token
SET a.ticket_id = :ticket_id, a.seq = :seq, a.draft_ticket_id = NULL, a.draft_kind = NULL
WHERE a.ticket_id IS NULL AND (a.owner_id IS NULL OR a.owner_id = :owner_id)
