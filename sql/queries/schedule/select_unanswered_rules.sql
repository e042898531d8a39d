-- After how many school days a requester who does not answer is reminded, and their ticket closed.
SELECT role_code, remind_days, close_days FROM unanswered_rules ORDER BY role_code
