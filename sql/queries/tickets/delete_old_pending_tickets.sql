-- Unconfirmed for a day: gone.
DELETE FROM pending_tickets WHERE created_at < :before LIMIT 500
