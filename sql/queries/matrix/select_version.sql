-- One version, without its rows.
SELECT id, version, checksum, DATE_FORMAT(dated, '%Y-%m-%d') AS dated, valid_from, model_id
FROM matrix_versions
WHERE id = :id
