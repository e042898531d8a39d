-- Letters about these events, and whether nobody has begun to send them. Held, so that no worker takes one until the transaction ends.
SELECT state IN ('waiting', 'digest') AND attempts = 0 AS is_untried
FROM letters
WHERE ticket_id = :ticket AND first_seq BETWEEN :first_seq AND :last_seq
FOR UPDATE
