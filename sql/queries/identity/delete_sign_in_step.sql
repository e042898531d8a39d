-- A step is done with, or has seen too many wrong codes.
DELETE FROM sign_in_steps WHERE id = :id
