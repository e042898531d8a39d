-- A confidential ticket is opened with a reason, for a while.
INSERT INTO glass_breaks (ticket_id, person_id, reason, broken_at, expires_at)
VALUES (:ticket_id, :person_id, :reason, :now, :expires_at)
