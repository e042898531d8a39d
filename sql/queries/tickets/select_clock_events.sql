-- What moved the clocks of a ticket, in order, without what only people read. by_staff: of replies from before their events said whether they
-- answer, those whose author holds a role, or has.
SELECT e.seq, e.kind, e.actor_id, e.happened_at, JSON_REMOVE(e.data, '$.receipt', '$.people', '$.why') AS data,
       (e.kind = 'replied' AND NOT JSON_CONTAINS_PATH(e.data, 'one', '$.answers')
        AND EXISTS (SELECT 1 FROM role_holders h WHERE h.person_id = e.actor_id)) AS by_staff
FROM ticket_events e
WHERE e.ticket_id = :ticket_id
  AND e.kind IN ('opened', 'rerouted', 'replied', 'state_changed', 'reopened', 'priority_changed', 'merged', 'unmerged', 'undone', 'escalated')
ORDER BY e.seq
