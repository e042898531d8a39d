-- A ticket stands for a known fault from now on; what it said before gives way.
INSERT INTO known_faults (ticket_id, text, made_by_id, made_at, ends_at)
VALUES (:ticket_id, :text, :made_by_id, :now, :ends_at)
ON DUPLICATE KEY UPDATE text = VALUES(text), made_by_id = VALUES(made_by_id), made_at = VALUES(made_at), ends_at = VALUES(ends_at)
