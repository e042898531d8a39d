-- The version valid at a moment: the newest of those whose time has come, without those that were taken back before.
SELECT id, version, checksum, DATE_FORMAT(dated, '%Y-%m-%d') AS dated, valid_from, model_id
FROM matrix_versions
WHERE valid_from <= :now AND withdrawn_at IS NULL
ORDER BY valid_from DESC, id DESC
LIMIT 1
