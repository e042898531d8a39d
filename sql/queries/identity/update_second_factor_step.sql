-- A code was taken: neither it nor an older one is taken again.
UPDATE second_factors SET last_step = :last_step WHERE person_id = :person_id
