-- A ticket that waits for its mailed link.
SELECT id, email, draft, created_at, ticket_id FROM pending_tickets WHERE id = :id
