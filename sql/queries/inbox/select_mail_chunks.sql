-- A mail as it came, piece by piece.
SELECT bytes
FROM incoming_mail_chunks
WHERE mail_id = :mail_id
ORDER BY position
