#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/result.hpp"
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
/// It stays readable as one that was taken back, by whom. False when it is none of this person's, or was taken back before.
bool remove_absence(db::Transaction& tx, PersonId person, AbsenceId id, std::optional<PersonId> by, Timestamp now);

/// How many absences somebody may have before them.
inline constexpr std::size_t most_absences = 50;

/// Why an absence is not added.
struct AbsenceClash {
    std::optional<Absence> other = std::nullopt;  ///< one that has days in common with it; empty: there are too many
};
/// The absence that there is now.
struct AbsenceKept {
    AbsenceId id;
    bool is_new;  ///< false: it was there before, the same (a button pressed twice)
};
/// As `add_absence`, one at a time for a person, so that none overlap.
Result<AbsenceKept, AbsenceClash> add_absence_once(db::Transaction& tx, PersonId person, const Absence& absence, Timestamp now);

}  // namespace ansvar::identity
