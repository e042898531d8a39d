-- Who but the reader is in some tickets now (:ids is a JSON list of their numbers); those who write first.
SELECT n.ticket_id, n.person_id, p.name, COALESCE(n.writes_until > :now, 0) AS is_writing
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) i
JOIN ticket_presence n ON n.ticket_id = i.id
JOIN people p ON p.id = n.person_id
WHERE n.looks_until > :now AND n.person_id <> :reader_id
ORDER BY n.ticket_id, is_writing DESC, p.name, p.id
