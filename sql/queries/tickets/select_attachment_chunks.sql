-- A file's bytes, piece by piece.
SELECT bytes FROM attachment_chunks WHERE attachment_id = :attachment_id ORDER BY position
