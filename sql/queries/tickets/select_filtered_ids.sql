-- Numbers of the tickets in one queue that a filter lets through: of the open ones (:is_done = 0) among the first :examined by due time, of those
-- that are done among the newest :examined. A condition whose parameter is NULL is none. :words: JSON, patterns that the subject fits, all of them.
SELECT t.id, t.sort_at
FROM ((SELECT o.id
       FROM tickets o FORCE INDEX (tickets_queue)
       WHERE :is_done = 0 AND o.role_code = :role_code AND o.is_open = 1
       ORDER BY o.sort_at, o.id
       LIMIT :examined)
      UNION ALL
      (SELECT d.id
       FROM tickets d FORCE INDEX (tickets_done)
       WHERE :is_done = 1 AND d.role_code = :role_code AND d.is_open = 0
       ORDER BY d.id DESC
       LIMIT :examined)) examined
STRAIGHT_JOIN tickets t ON t.id = examined.id
WHERE (:state IS NULL OR t.state = :state)
  AND (:priority IS NULL OR t.priority = :priority)
  AND (:unit_id IS NULL OR t.unit_id = :unit_id)
  AND (:holder_id IS NULL OR t.assignee_id = :holder_id)
  AND (:nobody IS NULL OR t.assignee_id IS NULL)
  AND (:due_before IS NULL OR t.sort_at < :due_before)
  AND (:opened_before IS NULL OR t.opened_at < :opened_before)
  AND (:areas IS NULL OR FIND_IN_SET(t.area_key, :areas))
  AND (:tag IS NULL OR EXISTS (SELECT 1 FROM ticket_tags g WHERE g.ticket_id = t.id AND g.tag = :tag))
  AND (:words IS NULL OR NOT EXISTS (SELECT 1
                                     FROM JSON_TABLE(:words, '$[*]' COLUMNS (pattern VARCHAR(250) CHARACTER SET utf8mb4 COLLATE utf8mb4_swedish_ci PATH '$')) w
                                     WHERE t.subject NOT LIKE w.pattern))
  AND t.merged_into_id IS NULL
  AND (t.confidential = 0 OR (t.named_only = 0 AND :sees_confidential = 1) OR t.requester_id = :person_id OR t.assignee_id = :person_id
       OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = :person_id))
