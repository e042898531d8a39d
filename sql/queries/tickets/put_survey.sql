-- The requester's answer to "Blev du hjälpt?"; a later one takes its place.
INSERT INTO ticket_surveys (ticket_id, helped, words, answered_at)
VALUES (:ticket_id, :helped, :words, :now)
ON DUPLICATE KEY UPDATE helped = VALUES(helped), words = VALUES(words), answered_at = VALUES(answered_at)
