-- What somebody has begun to write is kept.
INSERT INTO message_drafts (ticket_id, person_id, kind, body, changed_at)
VALUES (:ticket_id, :person_id, :kind, :body, :now)
ON DUPLICATE KEY UPDATE body = VALUES(body), changed_at = VALUES(changed_at)
