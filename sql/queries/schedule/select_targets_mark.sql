-- Another text whenever a target has come or gone.
SELECT CONCAT(COUNT(*), '-', COUNT(retired_at)) AS mark FROM targets
