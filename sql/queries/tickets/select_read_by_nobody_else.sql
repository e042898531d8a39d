-- Open tickets for named readers only that nobody has, and that nobody still here reads besides :person_id.
SELECT t.id
FROM ticket_readers own
JOIN tickets t ON t.id = own.ticket_id
WHERE own.person_id = :person_id AND t.is_open = 1 AND t.named_only = 1 AND t.assignee_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM ticket_readers r JOIN people p ON p.id = r.person_id
                  WHERE r.ticket_id = t.id AND r.person_id <> :person_id AND p.left_at IS NULL)
ORDER BY t.id
