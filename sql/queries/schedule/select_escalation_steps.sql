-- Who is told when how much of which target has passed.
SELECT measure, percent, whom FROM escalation_steps ORDER BY measure, percent, whom
