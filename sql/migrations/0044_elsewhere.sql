-- Stands for another branch's migration.
DO 0;
