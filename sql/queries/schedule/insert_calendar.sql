-- A calendar, whose first version follows in the same transaction.
INSERT INTO calendars (name, created_at, created_by_id) VALUES (:name, :now, :by)
