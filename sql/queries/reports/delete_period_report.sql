-- A draft that nobody wants, of one version or of any.
DELETE FROM period_reports WHERE id = :id AND issued_at IS NULL AND version = COALESCE(:version, version)
