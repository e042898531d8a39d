-- A ticket's files.
SELECT id, token, ticket_id, seq, name, media_type, bytes, checksum
FROM attachments
WHERE ticket_id = :ticket_id
ORDER BY seq, id
