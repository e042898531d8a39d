-- At a unit another role answers for a row than the matrix says.
INSERT INTO matrix_exceptions (unit_id, area_key, role_code, note, starts_at, made_at, made_by_id)
VALUES (:unit_id, :area_key, :role_code, :note, :starts_at, :now, :by)
