-- A requester's other tickets, the ten newest that are open and the five that were done last, as far as the reader may see them
-- (:role_codes is a JSON list of the reader's queues). Left to itself MariaDB crosses two indexes and sorts all of them.
(SELECT t.id, t.subject, t.state, t.is_open
 FROM tickets t FORCE INDEX (tickets_by_requester)
 WHERE t.requester_id = :requester_id AND t.is_open = 1 AND t.id <> :id
   AND ((t.confidential = 0 AND :is_administrator = 1) OR (t.named_only = 0 AND JSON_CONTAINS(:role_codes, JSON_QUOTE(t.role_code)))
        OR t.requester_id = :person_id OR t.assignee_id = :person_id
        OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = :person_id))
 ORDER BY t.id DESC
 LIMIT 10)
UNION ALL
(SELECT t.id, t.subject, t.state, t.is_open
 FROM tickets t FORCE INDEX (tickets_by_requester)
 WHERE t.requester_id = :requester_id AND t.is_open = 0 AND t.id <> :id AND t.merged_into_id IS NULL
   AND ((t.confidential = 0 AND :is_administrator = 1) OR (t.named_only = 0 AND JSON_CONTAINS(:role_codes, JSON_QUOTE(t.role_code)))
        OR t.requester_id = :person_id OR t.assignee_id = :person_id
        OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = :person_id))
 ORDER BY t.id DESC
 LIMIT 5)
