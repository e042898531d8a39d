-- The versions of the matrix, the newest first; with an :id that one alone.
SELECT v.id, v.version, v.checksum, DATE_FORMAT(v.dated, '%Y-%m-%d') AS dated, v.valid_from, v.imported_at,
       COALESCE(p.name, '') AS published_by, v.note, v.draft_id, v.restores_id
FROM matrix_versions v
LEFT JOIN people p ON p.id = v.imported_by
WHERE v.id = COALESCE(:id, v.id)
ORDER BY v.valid_from DESC, v.id DESC
