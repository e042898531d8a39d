-- Its place is kept for a change that is made elsewhere.
DO 0;
