-- Is there still something to tell of these letters (:ids, a JSON list)? Not to who has left the school, has the role no more (:today) or follows no more, nor of what the reader has written in since; what is
-- there to do is not told when it is done, or another one has taken it, or it lies in another queue.
SELECT l.id, l.recipient_id, l.language, l.message_id,
       p.left_at IS NOT NULL
       OR EXISTS (SELECT 1 FROM ticket_events e WHERE e.ticket_id = l.ticket_id AND e.seq > l.last_seq AND e.actor_id = l.recipient_id)
       OR (l.kind IN ('reply', 'copied') AND l.recipient_id IS NOT NULL AND l.recipient_id <> t.requester_id
           AND NOT EXISTS (SELECT 1 FROM ticket_watchers w WHERE w.ticket_id = l.ticket_id AND w.person_id = l.recipient_id))
       OR (l.kind IN ('new_ticket', 'requester_wrote', 'reopened') AND l.recipient_id IS NOT NULL AND NOT (t.assignee_id <=> l.recipient_id)
           AND (SELECT MAX(COALESCE(h.valid_to, '9999-12-31'))  -- NULL: never had it, and hears of it in somebody's place
                FROM role_holders h
                WHERE h.person_id = l.recipient_id
                  AND (h.role_code = t.role_code OR EXISTS (SELECT 1 FROM role_shares s WHERE s.queue_code = t.role_code AND s.role_code = h.role_code))) < :today)
       OR (l.kind IN ('new_ticket', 'requester_wrote', 'reopened', 'assigned', 'due_soon', 'overdue')
           AND (t.is_open = 0
                OR (EXISTS (SELECT 1 FROM ticket_events e
                            WHERE e.ticket_id = l.ticket_id AND e.seq > l.last_seq
                              AND (e.kind = 'rerouted' OR (e.kind = 'assigned' AND t.assignee_id IS NOT NULL)))
                    AND NOT EXISTS (SELECT 1 FROM ticket_events e WHERE e.ticket_id = l.ticket_id AND e.seq > l.last_seq AND e.kind = 'undone'))))
       AS is_stale
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) mine
STRAIGHT_JOIN letters l ON l.id = mine.id
JOIN tickets t ON t.id = l.ticket_id
LEFT JOIN people p ON p.id = l.recipient_id
ORDER BY l.due_at, l.id
