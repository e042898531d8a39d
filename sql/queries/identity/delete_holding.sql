-- A holding that has not begun, and will not.
DELETE FROM role_holders WHERE id = :id
