-- Tickets that came in during a time, for each role that has them now. Confidential ones are left out.
SELECT t.role_code, COUNT(*) AS tickets
FROM tickets t FORCE INDEX (tickets_by_opening)
WHERE t.opened_at >= :starts_at AND t.opened_at < :ends_at AND t.confidential = 0
GROUP BY t.role_code
