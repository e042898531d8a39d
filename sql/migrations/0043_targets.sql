-- The number of the targets, which come from another branch: its file takes the place of this one.
DO 0;
