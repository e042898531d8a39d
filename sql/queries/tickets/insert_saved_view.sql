-- A filter gets a name.
INSERT INTO saved_views (owner_id, role_code, name, filter, changed_at)
VALUES (:owner_id, :role_code, :name, :filter, :now)
