-- A requester's own tickets, those that changed last first: with an answer that they have not been shown (:is_new = 1), or of the others those
-- that are open or done. Pass the last row's change and id to turn the page. Sorted by itself: nobody has asked for so much that an index would pay.
SELECT t.id, t.subject, t.role_code, t.area, t.state, t.opened_at, t.due_at, t.changed_at, a.name AS assignee
FROM tickets t FORCE INDEX (tickets_by_requester)
LEFT JOIN people a ON a.id = t.assignee_id
LEFT JOIN ticket_seen s ON s.ticket_id = t.id
WHERE t.requester_id = :person_id AND (:is_new = 1 OR t.is_open = :is_open) AND t.merged_into_id IS NULL
  AND t.changed_at <= :before_change AND (t.changed_at < :before_change OR t.id < :before_id)
  AND :is_new = EXISTS (SELECT 1
                        FROM ticket_events e
                        JOIN ticket_messages m ON m.ticket_id = e.ticket_id AND m.seq = e.seq AND m.withdrawn = 0
                        WHERE e.ticket_id = t.id AND e.seq > COALESCE(s.seq, 0) AND e.kind = 'replied' AND NOT e.actor_id <=> t.requester_id
                          AND COALESCE(m.held_until, :now) <= :now)
ORDER BY t.changed_at DESC, t.id DESC
LIMIT :page_size
