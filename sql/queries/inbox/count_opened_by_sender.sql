-- How many tickets an address has opened by mail since then.
SELECT COUNT(*) AS opened
FROM incoming_mails
WHERE from_email = :email AND received_at > :since AND outcome = 'opened'
