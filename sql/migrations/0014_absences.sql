-- Who is away from a day to a day, both included, and who answers for them meanwhile.
CREATE TABLE absences (
    id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    person_id     BIGINT UNSIGNED NOT NULL,
    first_day     DATE            NOT NULL,
    last_day      DATE            NOT NULL,
    substitute_id BIGINT UNSIGNED NULL,
    created_at    DATETIME(6)     NOT NULL,
    KEY absences_by_person (person_id, last_day),
    KEY absences_by_day (last_day),
    CONSTRAINT fk_absences_person FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT fk_absences_substitute FOREIGN KEY (substitute_id) REFERENCES people (id),
    CHECK (last_day >= first_day)
);
