-- Makes a draft what it is for good.
UPDATE period_reports
SET title = :title, texts = :texts, version = version + 1, changed_by_id = :by, changed_at = :now, issued_by_id = :by, issued_at = :now,
    document = :document, checksum = :checksum
WHERE id = :id AND version = :version AND issued_at IS NULL
