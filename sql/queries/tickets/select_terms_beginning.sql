-- Terms that begin so (:beginning ends in %), the shortest first: the nearest to what is being typed.
SELECT b.term
FROM (SELECT DISTINCT term FROM ticket_terms WHERE term LIKE :beginning LIMIT 1000) b
ORDER BY CHAR_LENGTH(b.term), b.term
LIMIT :page_size
