-- A draft that nobody wants.
DELETE FROM period_reports WHERE id = :id AND issued_at IS NULL
