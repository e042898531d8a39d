-- Another part of the program has this number.
DO 0;
