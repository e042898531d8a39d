-- The parents of a ticket, theirs, and so on up.
WITH RECURSIVE above (id) AS (
    SELECT to_id FROM ticket_links WHERE from_id = :ticket_id AND kind = 'parent'
    UNION
    SELECT l.to_id FROM above a JOIN ticket_links l ON l.from_id = a.id AND l.kind = 'parent')
SELECT id
FROM above
