-- What a version gave back ends where the unit has said something else for the row since it was planned.
UPDATE matrix_exceptions e
JOIN (SELECT p.exception_id, MIN(later.id) AS later_id
      FROM matrix_planned_exceptions p
      JOIN matrix_exceptions mine ON mine.id = p.exception_id
      JOIN matrix_exceptions later ON later.unit_id = mine.unit_id AND later.area_key = mine.area_key AND later.id > mine.id
      WHERE p.version_id = :version_id AND NOT p.is_made AND (later.ends_at IS NULL OR later.ends_at > later.starts_at)
            AND (mine.ends_at IS NULL OR mine.ends_at > later.starts_at)
      GROUP BY p.exception_id) said ON said.exception_id = e.id
JOIN matrix_exceptions later ON later.id = said.later_id
SET e.ends_at = GREATEST(later.starts_at, e.starts_at), e.end_kind = 'replaced', e.ended_at = later.made_at, e.ended_by_id = later.made_by_id,
    e.ended_version = NULL
