-- The tickets that one is linked to, from either end, as far as the reader may see them (:role_codes is a JSON list of the reader's queues).
SELECT t.id, t.subject, t.state, t.is_open, l.kind, l.goes_out
FROM (SELECT o.to_id AS other_id, o.kind, 1 AS goes_out FROM ticket_links o WHERE o.from_id = :ticket_id
      UNION ALL
      SELECT i.from_id, i.kind, 0 FROM ticket_links i WHERE i.to_id = :ticket_id) l
JOIN tickets t ON t.id = l.other_id
WHERE ((t.confidential = 0 AND :is_administrator = 1) OR (t.named_only = 0 AND JSON_CONTAINS(:role_codes, JSON_QUOTE(t.role_code)))
       OR t.requester_id = :person_id OR t.assignee_id = :person_id
       OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = :person_id))
ORDER BY l.kind, t.id
