#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <vector>

#include "db/transaction.hpp"
#include "identity/audit.hpp"
#include "identity/open_work.hpp"
#include "identity/people_plan.hpp"

namespace ansvar::identity {

/// What an import did.
struct ImportCounts {
    std::size_t added = 0, changed = 0, unchanged = 0, left = 0;
    nlohmann::json to_json() const;
};

/// Carries a plan without faults out, and lets `leaving` (of the absent) leave. Throws db::Error when the database is not as planned: plan
/// in the same transaction, after lock_everybody. `own_roles_changed` tells whether the sessions of `by` ended.
struct ImportDone {
    ImportCounts counts;
    bool own_roles_changed = false;
    bool is_last_administrator = false;  ///< one of `leaving` is; nothing may be stored then
};
ImportDone carry_out(db::Transaction& tx, const ImportPlan& plan, const std::vector<PersonId>& leaving, OpenWork* work, const Actor& by,
                     Timestamp now);

/// Holds everybody's row until the transaction ends.
void lock_everybody(db::Transaction& tx);

}  // namespace ansvar::identity
