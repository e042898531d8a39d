-- Open tickets of some queues (:role_codes is a JSON list) that came between two moments and are part of no other, those nearest to a third
-- first, with the words that placed them and their area, or the likeliest when none was sure: what "Flera har samma" looks through. Never a
-- confidential one. Their receipts are read when it is known which hundred they are.
SELECT t.id, t.subject, t.role_code, t.requester_id, r.name AS requester, COALESCE(t.area_key, JSON_VALUE(e.data, '$.receipt.candidates[0].area')) AS area_key, t.area, t.room, t.opened_at,
       CAST(JSON_EXTRACT(e.data, '$.receipt.words') AS CHAR) AS words,
       EXISTS (SELECT 1 FROM ticket_links c WHERE c.to_id = t.id AND c.kind = 'parent') AS is_parent
FROM (SELECT o.id
      FROM tickets o FORCE INDEX (tickets_by_opening)
      WHERE o.opened_at >= :opened_from AND o.opened_at <= :opened_to AND o.is_open = 1 AND o.confidential = 0
        AND JSON_CONTAINS(:role_codes, JSON_QUOTE(o.role_code))
        AND NOT EXISTS (SELECT 1 FROM ticket_links l WHERE l.from_id = o.id AND l.kind = 'parent')
      ORDER BY ABS(TIMESTAMPDIFF(SECOND, o.opened_at, :around)), o.id DESC
      LIMIT 100) nearest
STRAIGHT_JOIN tickets t ON t.id = nearest.id
JOIN people r ON r.id = t.requester_id
JOIN ticket_events e ON e.ticket_id = t.id AND e.seq = 1
