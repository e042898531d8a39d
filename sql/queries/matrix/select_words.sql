-- A version's word list, as CSV.
SELECT words FROM matrix_versions WHERE id = :id
