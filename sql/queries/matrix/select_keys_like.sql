-- Keys that areas of any version have had and that begin so: a key is never given to another area.
SELECT DISTINCT area_key FROM matrix_rows WHERE area_key LIKE CONCAT(:key, '%')
