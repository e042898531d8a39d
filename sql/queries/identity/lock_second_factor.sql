-- Somebody's second factor, held until the transaction ends: of two that bring the same code at once, one finds it taken.
SELECT sealed_secret, last_step, confirmed_at FROM second_factors WHERE person_id = :person_id FOR UPDATE
