-- Who shares which queue (:shares is a JSON list).
INSERT INTO role_shares (queue_code, role_code)
SELECT given.queue_code, given.role_code
FROM JSON_TABLE(:shares, '$[*]' COLUMNS (queue_code VARCHAR(32) PATH '$.queue', role_code VARCHAR(32) PATH '$.role')) given
