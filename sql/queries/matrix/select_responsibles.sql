-- Who answers for each area of a version; the lead first.
SELECT row_ref, role_code, holder, relation
FROM matrix_responsibles
WHERE version_id = :version_id
ORDER BY row_ref, position
