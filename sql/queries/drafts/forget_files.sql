-- A draft is sent, and without the files that its author left out: nobody is offered them again.
UPDATE attachments SET draft_ticket_id = NULL, draft_kind = NULL
WHERE draft_ticket_id = :ticket_id AND owner_id = :person_id AND draft_kind = :kind
