-- A wrong code at a step.
UPDATE sign_in_steps SET tries = tries + 1 WHERE id = :id
