-- Whoever publishes goes one after the other: the first version is there as long as the matrix.
SELECT id FROM matrix_versions ORDER BY id LIMIT 1 FOR UPDATE
