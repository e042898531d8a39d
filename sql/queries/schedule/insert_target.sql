-- A target in force from now.
INSERT INTO targets (role_code, unit_id, area_key, level, priority, first_response_minutes, next_response_minutes, resolution_minutes,
                     created_at, created_by_id)
VALUES (:role, :unit, :area, :level, :priority, :first_response, :next_response, :resolution, :now, :by)
