-- A former version's content again, from now on.
INSERT INTO matrix_versions (version, checksum, dated, valid_from, imported_at, imported_by, words, note, restores_id, model_id)
SELECT version, checksum, dated, :now AS valid_from, :now AS imported_at, :by, words, :note, id, model_id
FROM matrix_versions
WHERE id = :id
