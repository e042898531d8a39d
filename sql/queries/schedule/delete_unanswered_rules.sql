-- Before others take their place, in the same transaction.
DELETE FROM unanswered_rules
