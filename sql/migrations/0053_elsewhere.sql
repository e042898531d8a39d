-- Another branch's.
DO 0;
