-- How much was written to an address outside the school since then, and how much by one author.
SELECT (SELECT COUNT(*) FROM outside_messages o WHERE o.email = :email AND o.written_at > :since) AS to_address,
       (SELECT COUNT(*) FROM ticket_events e
        WHERE e.actor_id = :author_id AND e.happened_at > :since AND e.kind = 'wrote_outside') AS by_author
