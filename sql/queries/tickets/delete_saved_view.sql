-- Its owner throws a view away.
DELETE FROM saved_views WHERE id = :id AND owner_id = :owner_id
