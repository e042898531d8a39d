-- Files that wait for their ticket (:tokens is a JSON list), of one sender.
SELECT a.id, a.token, a.ticket_id, a.seq, a.name, a.media_type, a.bytes, a.checksum
FROM JSON_TABLE(:tokens, '$[*]' COLUMNS (token CHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$')) t
JOIN attachments a ON a.token = t.token
WHERE a.ticket_id IS NULL AND (a.owner_id IS NULL OR a.owner_id = :owner_id)
ORDER BY a.id
