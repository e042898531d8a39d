-- When somebody is told next of a ticket that nobody has to be told of now.
UPDATE tickets SET escalate_at = :escalate_at WHERE id = :id
