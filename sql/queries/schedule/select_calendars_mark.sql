-- Another text whenever a version or a use has come; rows are only added, and counted because ids become visible in another order.
SELECT CONCAT((SELECT COUNT(*) FROM calendar_versions), '-', (SELECT COUNT(*) FROM calendar_uses), '-',
       (SELECT CONCAT(COUNT(*), '-', COALESCE(MAX(id), 0)) FROM unit_places)) AS mark
