-- What the role, the unit, both, or the whole school follow from that day.
INSERT INTO calendar_uses (role_code, unit_id, calendar_id, valid_from, created_at, created_by_id)
VALUES (:role, :unit, :calendar, :valid_from, :now, :by)
