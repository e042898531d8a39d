-- Somebody's ways of signing in changed: steps under way begin anew.
DELETE FROM sign_in_steps WHERE person_id = :person_id
