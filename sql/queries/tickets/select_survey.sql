-- What the requester answered to "Blev du hjälpt?".
SELECT helped, words, answered_at
FROM ticket_surveys
WHERE ticket_id = :ticket_id
