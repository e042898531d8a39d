-- Which roles (a JSON list of codes) need a second factor; the others do not.
UPDATE roles
SET needs_second_factor = code IN (SELECT c.code FROM JSON_TABLE(:codes, '$[*]' COLUMNS (code VARCHAR(32) PATH '$')) c)
