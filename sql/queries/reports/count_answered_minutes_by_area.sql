-- As count_answered_minutes_by_role, for each area of the matrix.
SELECT t.area_key, t.first_response_minutes AS minutes, COUNT(*) AS tickets
FROM tickets t FORCE INDEX (tickets_by_answer)
WHERE t.first_response_at >= :starts_at AND t.first_response_at < :ends_at AND t.confidential = 0
  AND t.first_response_minutes IS NOT NULL AND t.area_key IS NOT NULL
GROUP BY t.area_key, t.first_response_minutes
ORDER BY NULL
