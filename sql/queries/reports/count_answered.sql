-- How many tickets were answered for the first time during a time within :within working minutes, in all roles or one (:role_code, else empty).
SELECT COUNT(*) AS tickets
FROM tickets t FORCE INDEX (tickets_by_answer)
WHERE t.first_response_at >= :starts_at AND t.first_response_at < :ends_at AND t.confidential = 0 AND t.first_response_minutes <= :within
  AND (:role_code = '' OR t.role_code = :role_code)
