-- Before others take their place, in the same transaction.
DELETE FROM escalation_steps
