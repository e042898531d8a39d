-- All steps at once (:rows is a JSON list of [measure, percent, whom]).
INSERT INTO escalation_steps (measure, percent, whom)
SELECT r.measure, r.percent, r.whom
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (measure VARCHAR(20) PATH '$[0]', percent INT UNSIGNED PATH '$[1]', whom VARCHAR(20) PATH '$[2]')) r
