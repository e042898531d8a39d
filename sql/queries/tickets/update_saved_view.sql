-- Its owner changes a view.
UPDATE saved_views
SET role_code = :role_code, name = :name, filter = :filter, changed_at = :now
WHERE id = :id AND owner_id = :owner_id
