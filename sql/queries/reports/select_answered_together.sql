-- As select_answered_by_role, over all roles together, or over one (:role_code, else empty).
SELECT COALESCE(MAX(a.tickets), 0) AS tickets,
       MIN(CASE WHEN a.place >= CEIL(a.tickets * 0.5) THEN a.minutes END) AS median,
       MIN(CASE WHEN a.place >= CEIL(a.tickets * 0.9) THEN a.minutes END) AS nine_of_ten
FROM (SELECT t.first_response_minutes AS minutes,
             ROW_NUMBER() OVER (ORDER BY t.first_response_minutes) AS place,
             COUNT(*) OVER () AS tickets
      FROM tickets t FORCE INDEX (tickets_by_answer)
      WHERE t.first_response_at >= :starts_at AND t.first_response_at < :ends_at AND t.confidential = 0 AND t.first_response_minutes IS NOT NULL
        AND (:role_code = '' OR t.role_code = :role_code)) a
