-- Exceptions of units with who made and ended them: those that hold at a moment (:at), or (NULL) all, the newest first. :id picks one.
SELECT e.id, e.unit_id, u.name AS unit_name, e.area_key, e.role_code, e.note, e.starts_at, e.ends_at, e.made_at, e.end_kind, e.ended_at,
       COALESCE(maker.name, '') AS made_by, COALESCE(ender.name, '') AS ended_by, COALESCE(e.ended_version, '') AS ended_version
FROM matrix_exceptions e
JOIN units u ON u.id = e.unit_id
LEFT JOIN people maker ON maker.id = e.made_by_id
LEFT JOIN people ender ON ender.id = e.ended_by_id
WHERE (:id IS NULL OR e.id = :id) AND (:at IS NULL OR (e.starts_at <= :at AND (e.ends_at IS NULL OR e.ends_at > :at)))
ORDER BY u.name, e.unit_id, e.starts_at DESC, e.id DESC
