-- Those of the tickets :ids that hold each of :count words (:words is a JSON list of [number of the word, term]; a word may have several
-- terms), and whether one of the words stands in internal notes alone.
SELECT f.id, MAX(f.is_internal) AS is_internal
FROM (SELECT c.id, w.word, MIN(x.is_internal) AS is_internal
      FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) c
      STRAIGHT_JOIN JSON_TABLE(:words, '$[*]' COLUMNS (word INT PATH '$[0]',
                                                       term VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[1]')) w
      STRAIGHT_JOIN ticket_terms x ON x.term = w.term AND x.ticket_id = c.id
      GROUP BY c.id, w.word) f
GROUP BY f.id
HAVING COUNT(*) = :count
ORDER BY f.id DESC
