-- Who is a unit's head; NULL: nobody.
UPDATE units SET head_id = :head_id WHERE id = :id
