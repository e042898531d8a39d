-- The number of the calendars, which come from another branch: its file takes the place of this one.
DO 0;
