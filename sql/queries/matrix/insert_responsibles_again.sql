-- Who answers for the rows of a former version, for the one that takes its content again.
INSERT INTO matrix_responsibles (version_id, row_ref, position, role_code, holder, relation)
SELECT :id, row_ref, position, role_code, holder, relation
FROM matrix_responsibles
WHERE version_id = :of
