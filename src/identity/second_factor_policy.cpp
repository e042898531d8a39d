#include "identity/second_factor_policy.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/text.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace sql = queries::identity;

bool SecondFactorPolicy::covers(const Person& person) const {
    const auto is_held = [&](const RoleCode& role) { return std::find(person.roles.begin(), person.roles.end(), role) != person.roles.end(); };
    if (std::any_of(guarded_roles.begin(), guarded_roles.end(), is_held)) {
        return true;
    }
    switch (rule) {
        case SecondFactorRule::Nobody:
            return false;
        case SecondFactorRule::Staff:
            return person.is_staff();
        case SecondFactorRule::Administrators:
            break;
    }
    return person.is_administrator;
}

SecondFactorDuty read_duty(const db::Row& row) {
    SecondFactorDuty duty;
    duty.policy.rule = second_factor_rule_from(row.optional_text("second_factor_rule").value_or(""));
    if (const auto codes = row.optional_text("guarded_roles")) {
        for (const auto code : split(*codes, '\n')) {
            duty.policy.guarded_roles.push_back(RoleCode{std::string{code}});
        }
    }
    duty.owns_one = row.flag("owns_second_factor");
    return duty;
}

SecondFactorDuty find_duty(db::Session& session, PersonId person) {
    const auto row = session.row(sql::select_second_factor_policy, {{"person_id", person}});
    if (!row) {
        throw std::logic_error("a query without a table gave no row");
    }
    return read_duty(*row);
}

void guard_roles(db::Transaction& tx, const std::vector<RoleCode>& roles) {
    auto codes = nlohmann::json::array();
    for (const auto& role : roles) {
        codes.push_back(role.value);
    }
    tx.execute(sql::update_guarded_roles, {{"codes", codes.dump()}});
}

}  // namespace ansvar::identity
