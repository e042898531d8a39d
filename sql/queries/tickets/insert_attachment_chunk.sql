-- A piece of a file.
INSERT INTO attachment_chunks (attachment_id, position, bytes) VALUES (:attachment_id, :position, :bytes)
