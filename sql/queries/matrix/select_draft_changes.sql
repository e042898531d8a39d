-- What has been changed in a draft up to a revision, in the order it was done.
SELECT c.number, c.kind, c.row_ref, c.before_value, c.after_value, c.changed_at, COALESCE(p.name, '') AS changed_by
FROM matrix_draft_changes c
LEFT JOIN people p ON p.id = c.changed_by_id
WHERE c.draft_id = :draft_id AND c.number <= :up_to
ORDER BY c.number
