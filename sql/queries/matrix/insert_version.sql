-- A new version of the matrix; its rows follow in the same transaction.
INSERT INTO matrix_versions (version, checksum, dated, valid_from, imported_at, imported_by, words, note, draft_id, restores_id, model_id)
VALUES (:version, :checksum, NULLIF(:dated, ''), :valid_from, :imported_at, :imported_by, :words, :note, :draft_id, :restores_id, :model_id)
