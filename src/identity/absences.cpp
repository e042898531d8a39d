#include "identity/absences.hpp"

#include "identity/people_store.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace sql = queries::identity;

std::vector<Absence> list_absences(db::Session& session, PersonId person, const std::string& today) {
    std::vector<Absence> absences;
    session.each(sql::select_absences, {{"person_id", person}, {"today", today}}, [&](const db::Row& row) {
        absences.push_back({.id = row.id<AbsenceId>("id"),
                            .first_day = row.text("first_day"),
                            .last_day = row.text("last_day"),
                            .substitute = row.optional_id<PersonId>("substitute_id"),
                            .substitute_name = row.optional_text("substitute_name").value_or(""),
                            .substitute_left = row.flag("substitute_left")});
    });
    return absences;
}

AbsenceId add_absence(db::Transaction& tx, PersonId person, const Absence& absence, Timestamp now) {
    tx.execute(sql::insert_absence, {{"person_id", person},
                                     {"first_day", absence.first_day},
                                     {"last_day", absence.last_day},
                                     {"substitute_id", absence.substitute},
                                     {"now", now}});
    return AbsenceId{tx.last_insert_id()};
}

bool remove_absence(db::Transaction& tx, PersonId person, AbsenceId id, std::optional<PersonId> by, Timestamp now) {
    return tx.execute(sql::remove_absence, {{"id", id}, {"person_id", person}, {"by", by}, {"now", now}}) == 1;
}

Result<AbsenceKept, AbsenceClash> add_absence_once(db::Transaction& tx, PersonId person, const Absence& absence, Timestamp now) {
    lock_person(tx, person);
    const auto known = list_absences(tx, person, school_day(now));
    for (const auto& other : known) {
        if (other.first_day == absence.first_day && other.last_day == absence.last_day && other.substitute == absence.substitute) {
            return AbsenceKept{other.id, false};
        }
        if (other.first_day <= absence.last_day && absence.first_day <= other.last_day) {
            return refuse(AbsenceClash{other});
        }
    }
    if (known.size() >= most_absences) {
        return refuse(AbsenceClash{});
    }
    return AbsenceKept{add_absence(tx, person, absence, now), true};
}

}  // namespace ansvar::identity
