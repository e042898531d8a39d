-- Somebody is no named reader any more.
DELETE FROM ticket_readers WHERE ticket_id = :ticket_id AND person_id = :person_id
