-- How much room files take that came from people not signed in and are on no ticket.
SELECT COALESCE(SUM(bytes), 0) AS bytes FROM attachments WHERE ticket_id IS NULL AND owner_id IS NULL
