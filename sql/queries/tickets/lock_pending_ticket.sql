-- The same, held until the transaction ends, so that it becomes one ticket only.
SELECT id, email, draft, created_at, ticket_id FROM pending_tickets WHERE id = :id FOR UPDATE
