-- And its pieces.
INSERT INTO attachment_chunks (attachment_id, position, bytes)
SELECT :copy_id, c.position, c.bytes
FROM attachment_chunks c
WHERE c.attachment_id = :attachment_id
