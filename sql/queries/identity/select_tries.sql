-- How often each of :subjects (a JSON list of hashes) was tried after :since, and the first and last minute of these tries.
SELECT t.subject_hash, SUM(t.tries) AS tries, MIN(t.window_start) AS first_minute, MAX(t.window_start) AS last_minute
FROM JSON_TABLE(:subjects, '$[*]' COLUMNS (subject_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$')) s
JOIN throttles t ON t.subject_hash = s.subject_hash AND t.window_start > :since
GROUP BY t.subject_hash
