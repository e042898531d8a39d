-- Letters about these events that are on their way or have gone.
SELECT COUNT(*) AS letters FROM letters WHERE ticket_id = :ticket AND first_seq BETWEEN :first_seq AND :last_seq
