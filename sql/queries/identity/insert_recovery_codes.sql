-- New recovery codes (a JSON list of hashes).
INSERT INTO recovery_codes (person_id, code_hash)
SELECT :person_id, c.code_hash
FROM JSON_TABLE(:codes, '$[*]' COLUMNS (code_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$')) c
