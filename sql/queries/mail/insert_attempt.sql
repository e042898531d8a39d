-- One line of the mail ledger, after the letter itself was updated.
INSERT INTO letter_attempts (letter_id, attempt, at, outcome, reply)
SELECT id, attempts, :at, :outcome, :reply
FROM letters
WHERE id = :id
