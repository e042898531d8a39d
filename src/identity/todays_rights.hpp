#pragma once

#include <functional>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "identity/person.hpp"

namespace ansvar::identity {

/// What somebody may on a day beside what their own row says.
struct TodaysRights {
    std::vector<RoleCode> roles = {};        ///< of those for whom they stand in
    std::vector<RoleCode> queues = {};       ///< the queues that these roles share with others
    std::vector<UnitId> managed_units = {};  ///< Person::manages_unit and the units below it
};
using TodaysRightsOf = std::function<TodaysRights(const Person&, Timestamp)>;

/// Gives the person what they may today. Without `rights_of`: nothing more than they have.
void add_todays_rights(Person& person, const TodaysRightsOf& rights_of, Timestamp now);

}  // namespace ansvar::identity
