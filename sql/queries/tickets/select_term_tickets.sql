-- Tickets that a term stands in, newest first, from before :before_id on.
SELECT ticket_id, is_internal
FROM ticket_terms
WHERE term = :term AND ticket_id < :before_id
ORDER BY ticket_id DESC
LIMIT :page_size
