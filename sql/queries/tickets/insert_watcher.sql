-- Somebody follows the ticket from now on. Who did so by themself is copied in when somebody else wants it; the other way nothing changes.
INSERT INTO ticket_watchers (ticket_id, person_id, by_self)
VALUES (:ticket_id, :person_id, :by_self)
ON DUPLICATE KEY UPDATE by_self = LEAST(by_self, VALUES(by_self))
