-- As select_solved_by_role, over all roles together, or over one (:role_code, else empty).
SELECT COALESCE(MAX(a.tickets), 0) AS tickets,
       MIN(CASE WHEN a.place >= CEIL(a.tickets * 0.5) THEN a.minutes END) AS median,
       MIN(CASE WHEN a.place >= CEIL(a.tickets * 0.9) THEN a.minutes END) AS nine_of_ten
FROM (SELECT t.resolution_minutes AS minutes,
             ROW_NUMBER() OVER (ORDER BY t.resolution_minutes) AS place,
             COUNT(*) OVER () AS tickets
      FROM tickets t FORCE INDEX (tickets_by_resolution)
      WHERE t.resolved_at >= :starts_at AND t.resolved_at < :ends_at AND t.confidential = 0 AND t.resolution_minutes IS NOT NULL
        AND t.state <> 'rejected'
        AND (:role_code = '' OR t.role_code = :role_code)) a
