-- A mail as it came, to be read; one that has come before is no new row.
INSERT IGNORE INTO incoming_mails (hash, bytes, received_at, state, due_at, reason)
VALUES (:hash, :bytes, :now, IF(:is_too_large, 'failed', 'waiting'), :now, IF(:is_too_large, 'too-large', NULL))
