-- A file once more, for another ticket's message.
INSERT INTO attachments (token, owner_id, name, media_type, bytes, checksum, created_at, ticket_id, seq)
SELECT :token, a.owner_id, a.name, a.media_type, a.bytes, a.checksum, :now, :ticket_id, :seq
FROM attachments a
WHERE a.id = :attachment_id
