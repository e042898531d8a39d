-- A ticket that waits for its mailed link.
INSERT INTO pending_tickets (email, draft, created_at) VALUES (:email, :draft, :now)
