-- A requester's other open tickets that the reader may see (:role_codes is a JSON list of the reader's queues).
SELECT t.id, t.subject, t.state
FROM tickets t
WHERE t.requester_id = :requester_id AND t.is_open = 1 AND t.id <> :id
  AND (t.assignee_id = :person_id OR t.requester_id = :person_id
       OR (t.confidential = 0 AND :is_administrator = 1)
       OR JSON_CONTAINS(:role_codes, JSON_QUOTE(t.role_code)))
ORDER BY t.id DESC
LIMIT 10
