-- How many tickets each area has had since then; confidential ones are in no figure.
SELECT t.area_key, COUNT(*) AS tickets
FROM tickets t
WHERE t.confidential = 0 AND t.opened_at >= :since AND t.area_key IS NOT NULL
GROUP BY t.area_key
