-- How many letters went to readers (:emails, a JSON list) after :since, and when the first of them did.
SELECT l.recipient_email AS email, COUNT(*) AS letters, MIN(l.counted_at) AS first_at
FROM JSON_TABLE(:emails, '$[*]' COLUMNS (email VARCHAR(254) PATH '$')) them
STRAIGHT_JOIN letters l FORCE INDEX (letters_by_hour) ON l.recipient_email = CONVERT(them.email USING ascii) AND l.counted_at > :since
WHERE l.state IN ('claimed', 'sent', 'dead')
GROUP BY l.recipient_email
