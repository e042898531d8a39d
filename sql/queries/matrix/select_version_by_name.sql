-- The newest version of a name: two different ones never share it, but one that was taken back leaves it free.
SELECT id, version, checksum, DATE_FORMAT(dated, '%Y-%m-%d') AS dated, valid_from, model_id
FROM matrix_versions
WHERE version = :version AND withdrawn_at IS NULL
ORDER BY id DESC
LIMIT 1
