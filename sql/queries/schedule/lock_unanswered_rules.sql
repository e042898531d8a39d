-- The rules as they are, held until others have taken their place.
SELECT role_code, remind_days, close_days FROM unanswered_rules ORDER BY role_code FOR UPDATE
