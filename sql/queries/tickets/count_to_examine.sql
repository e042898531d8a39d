-- How many tickets of a queue a filter has to look at, counted no further than :most.
SELECT COUNT(*) AS tickets
FROM (SELECT t.id FROM tickets t FORCE INDEX (tickets_done) WHERE t.role_code = :role_code AND t.is_open = :is_open LIMIT :most) some
