-- A draft of a period report.
INSERT INTO period_reports (title, language, first_day, last_day, filter, units, texts, version, earlier_id, created_by_id, changed_by_id, changed_at)
VALUES (:title, :language, :first_day, :last_day, :filter, :units, :texts, 1, :earlier, :by, :by, :now)
