-- What a replay compares: a version in force and the draft as it was.
SELECT r.roles, r.draft_matrix, r.draft_words, r.exceptions, v.id, v.version, v.checksum, v.dated, v.valid_from, v.model_id, r.draft_model_id
FROM matrix_replays r
JOIN matrix_versions v ON v.id = r.before_version
WHERE r.id = :id
