-- A change that is undone in time: nobody is told of it. first_seq picks the change by its events.
DELETE FROM letters
WHERE ticket_id = :ticket AND first_seq BETWEEN :first_seq AND :last_seq
