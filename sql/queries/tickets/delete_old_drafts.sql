-- Drafts that nobody has come back to, a piece at a time.
DELETE FROM message_drafts WHERE changed_at < :before LIMIT 1000
