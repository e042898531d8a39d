-- What was written in these events is seen by nobody.
UPDATE ticket_messages SET withdrawn = 1 WHERE ticket_id = :ticket_id AND seq BETWEEN :first_seq AND :last_seq
