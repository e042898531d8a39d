-- Tickets that hold a term, the newest before :before_id. What select_term_tickets gives for one, in half the time.
SELECT ticket_id, is_internal
FROM ticket_terms
WHERE term = :term AND ticket_id < :before_id
ORDER BY ticket_id DESC
LIMIT :page_size
