-- Names and addresses of some people (:ids is a JSON list).
SELECT p.id, p.name, p.email, p.title, p.phone
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) i
JOIN people p ON p.id = i.id
