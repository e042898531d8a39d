-- A change that is undone: what has not been tried to be sent is not sent. first_seq picks the change by its events.
DELETE FROM letters
WHERE ticket_id = :ticket AND first_seq BETWEEN :first_seq AND :last_seq AND state = 'waiting' AND attempts = 0
