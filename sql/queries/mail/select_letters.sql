-- A page of the administrator's list, newest first. The optimiser would sort all of a state's letters; from the newest id on it need not.
SELECT l.id, l.kind, COALESCE(p.name, l.recipient_email) AS recipient, l.recipient_email, l.state, l.attempts,
       COALESCE(l.last_reply, '') AS last_reply, l.due_at, l.finished_at, l.ticket_id, l.created_at, l.expires_at
FROM letters l
LEFT JOIN people p ON p.id = l.recipient_id
WHERE l.state IN (:state, :other_state, :third_state) AND l.id < :before
ORDER BY l.id DESC
LIMIT :limit
