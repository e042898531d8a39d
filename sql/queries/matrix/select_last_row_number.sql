-- The highest number that a row of any version or draft has had ("B150": 150): a number is never given twice.
SELECT COALESCE(MAX(CAST(SUBSTRING(given.row_ref, 2) AS UNSIGNED)), 0) AS last
FROM (SELECT row_ref FROM matrix_rows UNION SELECT row_ref FROM matrix_draft_changes) given
WHERE given.row_ref REGEXP '^B[0-9]{1,6}$'
