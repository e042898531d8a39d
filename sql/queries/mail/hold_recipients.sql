-- Holds readers (:emails, a sorted JSON list) until the transaction ends: whoever counts or gathers their letters does so alone.
INSERT INTO letter_recipients (email)
SELECT them.email
FROM JSON_TABLE(:emails, '$[*]' COLUMNS (email VARCHAR(254) PATH '$')) them
ON DUPLICATE KEY UPDATE email = VALUES(email)
