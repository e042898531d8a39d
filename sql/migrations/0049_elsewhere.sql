-- Stands for a migration that is made on another branch.
DO 0;
