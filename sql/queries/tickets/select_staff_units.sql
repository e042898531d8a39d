-- The units with what is above them and their heads.
SELECT u.id, u.parent_id, u.head_id FROM units u
