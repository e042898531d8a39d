-- The versions of the matrix, the newest first; with an :id that one alone.
SELECT v.id, v.version, v.checksum, DATE_FORMAT(v.dated, '%Y-%m-%d') AS dated, v.valid_from, v.imported_at,
       COALESCE(p.name, '') AS published_by, v.note, v.draft_id, v.restores_id, v.model_id, v.in_force_at, v.withdrawn_at,
       COALESCE(w.name, '') AS withdrawn_by
FROM matrix_versions v
LEFT JOIN people p ON p.id = v.imported_by
LEFT JOIN people w ON w.id = v.withdrawn_by_id
WHERE v.id = COALESCE(:id, v.id)
ORDER BY v.valid_from DESC, v.id DESC
