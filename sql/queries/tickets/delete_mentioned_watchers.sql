-- Those whom a mention in these events has made followers of the ticket are none any more.
DELETE w
FROM ticket_events e
JOIN ticket_watchers w ON w.ticket_id = e.ticket_id AND w.person_id = CAST(JSON_VALUE(e.data, '$.added') AS UNSIGNED)
WHERE e.ticket_id = :ticket_id AND e.seq BETWEEN :first_seq AND :last_seq AND e.kind = 'watchers_changed'
  AND JSON_EXTRACT(e.data, '$.mention') = 'true' AND COALESCE(JSON_EXTRACT(e.data, '$.follows'), 'true') = 'true'
