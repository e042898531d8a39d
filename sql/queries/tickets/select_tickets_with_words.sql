-- Of the tickets :candidates (a JSON list of [id, 1 when a word that was looked for stands in internal notes alone]) those that hold each of
-- :count other words (:words is a JSON list of [number of the word, term]; a word may have several terms) and that somebody may see, newest
-- first. As select_found_tickets otherwise.
SELECT t.id, t.subject, t.role_code, t.area, t.state, t.opened_at, t.confidential, r.name AS requester, a.name AS assignee
FROM (SELECT h.id, MAX(h.is_internal) AS is_internal
      FROM (SELECT k.id, w.word, GREATEST(MAX(k.is_internal), MIN(x.is_internal)) AS is_internal
            FROM JSON_TABLE(:candidates, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$[0]', is_internal TINYINT PATH '$[1]')) k
            STRAIGHT_JOIN JSON_TABLE(:words, '$[*]' COLUMNS (word INT PATH '$[0]',
                                                             term VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[1]')) w
            STRAIGHT_JOIN ticket_terms x ON x.term = w.term AND x.ticket_id = k.id
            GROUP BY k.id, w.word) h
      GROUP BY h.id
      HAVING COUNT(*) = :count) c
STRAIGHT_JOIN tickets t ON t.id = c.id
JOIN people r ON r.id = t.requester_id
LEFT JOIN people a ON a.id = t.assignee_id
WHERE ((t.confidential = 0 AND (:sees_all = 1 OR FIND_IN_SET(t.unit_id, :units)))
       OR (t.named_only = 0 AND (JSON_CONTAINS(:queues, JSON_QUOTE(t.role_code))
                                 OR EXISTS (SELECT 1 FROM ticket_watchers w WHERE w.ticket_id = t.id AND w.person_id = :person_id
                                                   AND (t.confidential = 0 OR w.by_self = 0))))
       OR t.requester_id = :person_id OR t.assignee_id = :person_id
       OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = :person_id))
  AND (c.is_internal = 0
       OR (t.confidential = 0 AND :reads_notes = 1)
       OR (t.named_only = 0 AND JSON_CONTAINS(:queues, JSON_QUOTE(t.role_code)))
       OR t.assignee_id = :person_id
       OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = :person_id))
ORDER BY t.id DESC
LIMIT :page_size
