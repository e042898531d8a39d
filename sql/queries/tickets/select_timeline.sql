-- A ticket's whole timeline with what was written; :with_notes = 0 leaves internal notes out.
SELECT e.seq, e.kind, e.actor_id, p.name AS actor, p.email AS actor_email, e.happened_at, e.data, m.is_note, m.body
FROM ticket_events e
LEFT JOIN ticket_messages m ON m.ticket_id = e.ticket_id AND m.seq = e.seq
LEFT JOIN people p ON p.id = e.actor_id
WHERE e.ticket_id = :ticket_id AND (:with_notes = 1 OR e.kind <> 'noted')
ORDER BY e.seq
