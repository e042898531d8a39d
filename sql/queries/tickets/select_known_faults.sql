-- The faults that are known now, for everybody to read: never of a confidential ticket, and none of one that is done. Newest first.
SELECT k.ticket_id, k.text, k.made_at, k.ends_at, t.area_key
FROM known_faults k
JOIN tickets t ON t.id = k.ticket_id
WHERE k.ends_at > :now AND t.is_open = 1 AND t.confidential = 0
ORDER BY k.made_at DESC, k.ticket_id
LIMIT 5
