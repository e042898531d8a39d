-- All rules at once (:rows is a JSON list of [role, days until the reminder, days until it is closed]).
INSERT INTO unanswered_rules (role_code, remind_days, close_days)
SELECT r.role_code, r.remind_days, r.close_days
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (role_code VARCHAR(32) PATH '$[0]', remind_days INT UNSIGNED PATH '$[1]', close_days INT UNSIGNED PATH '$[2]')) r
