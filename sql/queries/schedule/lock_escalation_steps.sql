-- The steps as they are, held until others have taken their place.
SELECT measure, percent, whom FROM escalation_steps ORDER BY measure, percent, whom FOR UPDATE
