-- Open tickets that lie in another queue than the one their row leads to (:targets: JSON, [[row, role]]), and whether the reader may see them.
-- :queues: where they work; :units: those they manage; :sees_all: everything that is not confidential.
SELECT t.id, t.subject, t.row_ref, t.area, t.role_code, x.role_code AS to_role,
       COALESCE(((t.confidential = 0 AND (:sees_all = 1 OR FIND_IN_SET(t.unit_id, :units)))
       OR (t.named_only = 0 AND (JSON_CONTAINS(:queues, JSON_QUOTE(t.role_code))
                                 OR EXISTS (SELECT 1 FROM ticket_watchers w WHERE w.ticket_id = t.id AND w.person_id = :person_id
                                                   AND (t.confidential = 0 OR w.by_self = 0))))
       OR t.requester_id = :person_id OR t.assignee_id = :person_id
       OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = :person_id)), 0) AS is_visible
FROM roles r
STRAIGHT_JOIN tickets t FORCE INDEX (tickets_queue) ON t.role_code = r.code AND t.is_open = 1
JOIN JSON_TABLE(:targets, '$[*]' COLUMNS (row_ref VARCHAR(16) PATH '$[0]', role_code VARCHAR(32) PATH '$[1]')) x
    ON x.row_ref = t.row_ref AND x.role_code <> t.role_code
WHERE t.merged_into_id IS NULL
ORDER BY t.id
