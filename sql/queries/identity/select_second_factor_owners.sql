-- Everybody who has set up a second factor.
SELECT person_id FROM second_factors
