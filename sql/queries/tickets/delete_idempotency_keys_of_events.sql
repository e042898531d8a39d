-- What was undone can be done again by the same request.
DELETE FROM idempotency_keys
WHERE person_id = :person_id AND ticket_id = :ticket_id AND seq BETWEEN :first_seq AND :last_seq
