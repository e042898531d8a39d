-- Of the tickets behind a figure (:ids is a JSON list) those that somebody may see, as they are now. :queues: where they work; :units: those they
-- manage; :sees_all: everything that is not confidential.
SELECT t.id, t.subject, t.role_code, t.area, t.state, t.opened_at
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) c
STRAIGHT_JOIN tickets t ON t.id = c.id
WHERE ((t.confidential = 0 AND (:sees_all = 1 OR FIND_IN_SET(t.unit_id, :units)))
       OR (t.named_only = 0 AND (JSON_CONTAINS(:queues, JSON_QUOTE(t.role_code))
                                 OR EXISTS (SELECT 1 FROM ticket_watchers w WHERE w.ticket_id = t.id AND w.person_id = :person_id
                                                   AND (t.confidential = 0 OR w.by_self = 0))))
       OR t.requester_id = :person_id OR t.assignee_id = :person_id
       OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = :person_id))
ORDER BY t.id
