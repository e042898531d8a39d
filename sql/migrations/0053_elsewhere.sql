-- Another branch's.
SELECT 1;
