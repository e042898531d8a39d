-- A file, not linked to a ticket yet.
INSERT INTO attachments (token, owner_id, name, media_type, bytes, checksum, created_at)
VALUES (:token, :owner_id, :name, :media_type, :bytes, :checksum, :now)
