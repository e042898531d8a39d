-- When a ticket is looked at next whose requester has not answered.
UPDATE tickets SET idle_at = :idle_at, closes_at = :closes_at WHERE id = :id
