-- What is to be done about a ticket, in the order it was written.
SELECT c.id, c.text, c.done_at, p.name AS done_by
FROM checklist_items c
LEFT JOIN people p ON p.id = c.done_by_id
WHERE c.ticket_id = :ticket_id
ORDER BY c.id
