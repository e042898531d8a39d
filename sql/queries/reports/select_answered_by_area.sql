-- For each area of the matrix with at least :least tickets answered for the first time during a time: within how many working minutes half
-- and nine of ten of them were. Nearest rank: the minutes of the ticket with number CEIL(share x count), counted from the quickest.
SELECT a.area_key, MAX(a.tickets) AS tickets,
       MIN(CASE WHEN a.place >= CEIL(a.tickets * 0.5) THEN a.minutes END) AS median,
       MIN(CASE WHEN a.place >= CEIL(a.tickets * 0.9) THEN a.minutes END) AS nine_of_ten
FROM (SELECT t.area_key, t.first_response_minutes AS minutes,
             ROW_NUMBER() OVER (PARTITION BY t.area_key ORDER BY t.first_response_minutes) AS place,
             COUNT(*) OVER (PARTITION BY t.area_key) AS tickets
      FROM tickets t FORCE INDEX (tickets_by_answer)
      WHERE t.first_response_at >= :starts_at AND t.first_response_at < :ends_at AND t.confidential = 0
        AND t.first_response_minutes IS NOT NULL AND t.area_key IS NOT NULL) a
WHERE a.tickets >= :least
GROUP BY a.area_key
