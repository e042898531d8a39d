-- Every attempt at one letter.
SELECT attempt, at, outcome, reply
FROM letter_attempts
WHERE letter_id = :letter
ORDER BY attempt
