-- Files that no ticket claimed; their pieces go with them.
DELETE FROM attachments WHERE ticket_id IS NULL AND created_at < :before ORDER BY created_at LIMIT 100
