-- What somebody has written in a draft and what it is about, unless another was quicker. What is issued is never changed.
UPDATE period_reports
SET title = :title, texts = :texts, first_day = :first_day, last_day = :last_day, filter = :filter, version = version + 1, changed_by_id = :by, changed_at = :now
WHERE id = :id AND version = :version AND issued_at IS NULL
