-- When the answer was given that has :newer newer ones after it in a time: bounds how many are looked at.
SELECT t.first_response_at
FROM tickets t FORCE INDEX (tickets_by_answer)
WHERE t.first_response_at >= :starts_at AND t.first_response_at < :ends_at
ORDER BY t.first_response_at DESC
LIMIT 1 OFFSET :newer
