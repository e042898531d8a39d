-- People whom the matrix may name by their initials.
SELECT initials, MIN(name) AS name FROM people WHERE initials > '' AND left_at IS NULL GROUP BY initials
