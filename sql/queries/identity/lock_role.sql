-- A role's names and mailbox, held until the transaction ends: a change of one of them keeps the others as they are by then.
SELECT name_sv, name_en, email FROM roles WHERE code = :code FOR UPDATE
