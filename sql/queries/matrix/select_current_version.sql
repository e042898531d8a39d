-- The version valid at a moment: the newest of those whose time has come.
SELECT id, version, checksum, DATE_FORMAT(dated, '%Y-%m-%d') AS dated, valid_from
FROM matrix_versions
WHERE valid_from <= :now
ORDER BY valid_from DESC, id DESC
LIMIT 1
