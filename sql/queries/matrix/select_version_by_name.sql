-- The newest version of a name: two different ones never share it.
SELECT id, version, checksum, DATE_FORMAT(dated, '%Y-%m-%d') AS dated, valid_from
FROM matrix_versions
WHERE version = :version
ORDER BY id DESC
LIMIT 1
