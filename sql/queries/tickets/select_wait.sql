-- Since when a ticket waits for its requester, and when they were reminded last. A word from somebody else begins the wait anew.
SELECT MAX(IF(e.kind = 'reminded', NULL, e.happened_at)) AS waits_since, MAX(IF(e.kind = 'reminded', e.happened_at, NULL)) AS reminded_at
FROM tickets t
JOIN ticket_events e ON e.ticket_id = t.id
WHERE t.id = :id
  AND (e.kind IN ('opened', 'reminded', 'undone', 'unmerged')
       OR (e.kind = 'replied' AND e.actor_id <> t.requester_id)
       OR (e.kind = 'state_changed' AND JSON_VALUE(e.data, '$.to') = 'waiting_requester'))
