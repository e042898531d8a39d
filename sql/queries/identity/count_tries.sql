-- Counts a try for each of :subjects (a JSON list of hashes) in this minute.
INSERT INTO throttles (subject_hash, window_start, tries)
SELECT s.subject_hash, :minute, 1
FROM JSON_TABLE(:subjects, '$[*]' COLUMNS (subject_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$')) s
ON DUPLICATE KEY UPDATE tries = tries + 1
