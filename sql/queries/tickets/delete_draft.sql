-- What somebody had begun is sent, or written anew; with what they had begun on tickets that go on in this one.
DELETE d FROM message_drafts d
JOIN tickets t ON t.id = d.ticket_id
WHERE (t.id = :ticket_id OR t.merged_into_id = :ticket_id) AND d.person_id = :person_id AND d.kind = :kind
