-- What somebody takes back is their draft again, before what they have begun since.
INSERT INTO message_drafts (ticket_id, person_id, kind, body, changed_at)
SELECT m.ticket_id, :person_id, CASE e.kind WHEN 'noted' THEN 'note' WHEN 'wrote_outside' THEN 'outside' ELSE 'reply' END, m.body, :now
FROM ticket_messages m
JOIN ticket_events e ON e.ticket_id = m.ticket_id AND e.seq = m.seq
WHERE m.ticket_id = :ticket_id AND m.seq BETWEEN :first_seq AND :last_seq AND m.withdrawn = 0 AND e.actor_id = :person_id
ON DUPLICATE KEY UPDATE body = IF(message_drafts.body = '', VALUES(body), CONCAT(VALUES(body), '\n\n', message_drafts.body)), changed_at = :now
