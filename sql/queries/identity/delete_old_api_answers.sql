-- Answers are kept for a day.
DELETE FROM api_answers
WHERE created_at < :before
LIMIT 1000
