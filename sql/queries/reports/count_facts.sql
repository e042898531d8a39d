-- How many tickets the memory of figures has to hold: a look now and then whether somebody has written around the feed of changes.
SELECT COUNT(*) AS tickets
FROM tickets t FORCE INDEX (tickets_by_opening)
WHERE t.confidential = 0
