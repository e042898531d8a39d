-- Proposals as they are counted now (:rows is a JSON list). What somebody has decided about stays decided.
INSERT INTO matrix_proposals (word, area_key, corrections, tickets, made_right, made_wrong, state, counted_at)
SELECT j.word, j.area_key, j.corrections, j.tickets, j.made_right, j.made_wrong, 'open', :counted_at
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (word VARCHAR(60) PATH '$.word', area_key VARCHAR(160) PATH '$.area', corrections INT UNSIGNED PATH '$.corrections',
                                       tickets INT UNSIGNED PATH '$.tickets', made_right INT UNSIGNED PATH '$.made_right',
                                       made_wrong INT UNSIGNED PATH '$.made_wrong')) j
ON DUPLICATE KEY UPDATE corrections = j.corrections, tickets = j.tickets, made_right = j.made_right, made_wrong = j.made_wrong,
                        counted_at = :counted_at
