-- The named readers of a confidential ticket who are still here.
SELECT p.id, p.name, p.email
FROM ticket_readers tr
JOIN people p ON p.id = tr.person_id
WHERE tr.ticket_id = :ticket_id AND p.left_at IS NULL
ORDER BY p.name, p.id
