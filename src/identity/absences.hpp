#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "db/transaction.hpp"

namespace ansvar::identity {

/// Somebody is away from a day to a day, both included: Stockholm days, "2026-11-24".
struct Absence {
    AbsenceId id = {};
    std::string first_day;
    std::string last_day;
    std::optional<PersonId> substitute = std::nullopt;
    std::string substitute_name = {};  ///< as it was read; "" without one
    bool substitute_left = false;      ///< then nobody stands in
};

/// What is not over on `today`, the next first.
std::vector<Absence> list_absences(db::Session& session, PersonId person, const std::string& today);
/// The days must be days, the last not before the first.
AbsenceId add_absence(db::Transaction& tx, PersonId person, const Absence& absence, Timestamp now);
/// False when it is none of this person's.
bool remove_absence(db::Transaction& tx, PersonId person, AbsenceId id);

}  // namespace ansvar::identity
