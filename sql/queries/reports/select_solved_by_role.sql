-- For each role, tickets solved during a time: how many, and within how many working minutes half and nine of ten of them were.
-- Nearest rank: the figure is the minutes of the ticket with number CEIL(share x count), counted from the quickest.
SELECT a.role_code, MAX(a.tickets) AS tickets,
       MIN(CASE WHEN a.place >= CEIL(a.tickets * 0.5) THEN a.minutes END) AS median,
       MIN(CASE WHEN a.place >= CEIL(a.tickets * 0.9) THEN a.minutes END) AS nine_of_ten
FROM (SELECT t.role_code, t.resolution_minutes AS minutes,
             ROW_NUMBER() OVER (PARTITION BY t.role_code ORDER BY t.resolution_minutes) AS place,
             COUNT(*) OVER (PARTITION BY t.role_code) AS tickets
      FROM tickets t FORCE INDEX (tickets_by_resolution)
      WHERE t.resolved_at >= :starts_at AND t.resolved_at < :ends_at AND t.confidential = 0 AND t.resolution_minutes IS NOT NULL
        AND t.state <> 'rejected') a
GROUP BY a.role_code
