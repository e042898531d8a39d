-- The tags somebody may want to set, those used most first: of the five hundred newest, those on tickets the reader may see
-- (:role_codes is a JSON list of the reader's queues).
SELECT newest.tag, COUNT(*) AS tickets
FROM (SELECT ticket_id, tag FROM ticket_tags ORDER BY ticket_id DESC LIMIT 500) newest
JOIN tickets t ON t.id = newest.ticket_id
WHERE ((t.confidential = 0 AND :is_administrator = 1) OR (t.named_only = 0 AND JSON_CONTAINS(:role_codes, JSON_QUOTE(t.role_code)))
       OR t.requester_id = :person_id OR t.assignee_id = :person_id
       OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = :person_id))
GROUP BY newest.tag
ORDER BY COUNT(*) DESC, newest.tag
LIMIT 100
