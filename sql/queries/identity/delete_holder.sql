-- Somebody does not hold a role any more.
DELETE FROM role_holders WHERE role_code = :role_code AND person_id = :person_id
