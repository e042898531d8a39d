#pragma once

#include <vector>

#include "core/ids.hpp"
#include "db/transaction.hpp"
#include "identity/person.hpp"
#include "identity/school_settings.hpp"

namespace ansvar::identity {

/// Whom the school asks for a second factor.
struct SecondFactorPolicy {
    SecondFactorRule rule = SecondFactorRule::Administrators;
    std::vector<RoleCode> guarded_roles = {};  ///< whoever holds one, also in somebody's stead

    bool covers(const Person& person) const;
};

/// The policy, and whether one person has set up a second factor, which obliges too.
struct SecondFactorDuty {
    SecondFactorPolicy policy;
    bool owns_one = false;

    bool binds(const Person& person) const { return owns_one || policy.covers(person); }
};

/// Reads the columns second_factor_rule, guarded_roles and owns_second_factor.
SecondFactorDuty read_duty(const db::Row& row);
SecondFactorDuty find_duty(db::Session& session, PersonId person);

/// Asks just the holders of these roles.
void guard_roles(db::Transaction& tx, const std::vector<RoleCode>& roles);

}  // namespace ansvar::identity
