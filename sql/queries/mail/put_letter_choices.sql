-- Which letters somebody wants from now on.
INSERT INTO letter_choices (person_id, new_tickets, in_hand, mentions, following, digest_at, quiet_from, quiet_to, monday_since, changed_at)
VALUES (:person, :new_tickets, :in_hand, :mentions, :following, :digest_at, :quiet_from, :quiet_to, :monday_since, :now)
ON DUPLICATE KEY UPDATE new_tickets = :new_tickets, in_hand = :in_hand, mentions = :mentions, following = :following, digest_at = :digest_at,
                        quiet_from = :quiet_from, quiet_to = :quiet_to, monday_since = :monday_since, changed_at = :now
