#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/session.hpp"
#include "identity/person.hpp"
#include "reports/period.hpp"
#include "reports/spread.hpp"

namespace ansvar::reports {

/// What is measured, in working minutes by the ticket's own clock. FirstResponse: of tickets first answered in the period.
/// Resolution: of tickets solved or closed in the period, without the time their clock stood still; rejected ones do not count.
enum class Measure { FirstResponse, Resolution };

/// One line of the table.
struct RoleFigures {
    RoleCode role;
    std::int64_t open = 0;        ///< now
    std::int64_t late = 0;        ///< of these, past their due time with the clock running
    std::int64_t unassigned = 0;  ///< of those open, nobody has taken
    std::int64_t opened = 0;
    Spread first_response;
    Spread resolution;
};

struct WeekFigures {
    Week week;
    Spread first_response;
};

/// The ticket that has been late for longest.
struct OldestLate {
    RoleCode role;
    Timestamp due_at;
};

/// Whose tickets count.
struct Scope {
    std::optional<std::string> units = {};  ///< ids of requesters' units, with commas between; empty: everybody's
    bool is_whole_school() const { return !units; }
};
/// What a person's figures count: everything, or of a manager of single units these.
Scope scope_of(const identity::Person& person);

/// Everything the overview shows. Confidential tickets are in none of its figures.
struct Figures {
    Timestamp as_of;
    Period period;
    std::int64_t opened_today = 0;
    std::optional<OldestLate> oldest_late;
    std::vector<RoleFigures> roles;  ///< in the order of role codes asked for; only roles with some figure, and all of `always`
    RoleFigures together;            ///< all roles as one; its role is empty
    std::vector<WeekFigures> weeks;
};

/// Reads all figures. `roles`: every role in the order of lists; `always`: shown even when nothing is counted (queues of their own).
Figures load_figures(db::Session& session, const Period& period, Timestamp now, const std::vector<RoleCode>& roles,
                     const std::vector<RoleCode>& always, const Scope& scope = {});

/// The spread of each role that has one, by its code, and of all of them together under "".
std::map<std::string, Spread> load_spreads(db::Session& session, Measure measure, const Period& period, const Scope& scope = {});
/// One spread: of one role, or of all (empty).
Spread load_spread(db::Session& session, Measure measure, const Period& period, const std::optional<RoleCode>& role,
                   const Scope& scope = {});

}  // namespace ansvar::reports
