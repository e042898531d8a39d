-- One linked file.
SELECT id, token, ticket_id, seq, name, media_type, bytes, checksum
FROM attachments
WHERE token = CONVERT(:token USING ascii) AND ticket_id IS NOT NULL
