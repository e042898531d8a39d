-- Somebody got in: their earlier tries were theirs.
DELETE FROM throttles WHERE subject_hash = :subject_hash
