-- Drafts of the matrix, the newest first; with an :id that one alone.
SELECT d.id, d.name, d.base_id, v.version AS base_version, d.state, d.revision, d.started_at, COALESCE(s.name, '') AS started_by,
       d.replayed_revision, d.approved_revision, d.approved_by_id, COALESCE(a.name, '') AS approver
FROM matrix_drafts d
JOIN matrix_versions v ON v.id = d.base_id
LEFT JOIN people s ON s.id = d.started_by_id
LEFT JOIN people a ON a.id = d.approved_by_id
WHERE d.id = COALESCE(:id, d.id)
ORDER BY d.id DESC
