-- What somebody has chosen; no row: nothing.
SELECT new_tickets, in_hand, mentions, following, digest_at, quiet_from, quiet_to, monday_since
FROM letter_choices
WHERE person_id = :person
