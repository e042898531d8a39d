-- What somebody has begun to write on a ticket, and before it on those that go on in it.
SELECT d.kind, d.body, d.changed_at
FROM tickets t
JOIN message_drafts d ON d.ticket_id = t.id
WHERE (t.id = :ticket_id OR t.merged_into_id = :ticket_id) AND d.person_id = :person_id AND d.body <> ''
ORDER BY t.id = :ticket_id, d.changed_at
