-- The next term after :after that begins so (:beginning ends in %). One at a time, which costs one look into the index each: MariaDB 10.11
-- does not always skip from term to term by itself, and then reads all tickets of each.
SELECT term
FROM ticket_terms
WHERE term > :after AND term LIKE :beginning
ORDER BY term
LIMIT 1
