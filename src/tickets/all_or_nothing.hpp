#pragma once

#include <type_traits>
#include <utility>

#include "db/database.hpp"
#include "tickets/refusal.hpp"

namespace ansvar::tickets {

/// Runs `work` in a transaction that a Refusal ends as a fault does: nothing of what was written before it is kept.
template <class Work>
auto all_or_nothing(db::Database& database, Work&& work) -> std::invoke_result_t<Work&, db::Transaction&> {
    struct Refused {
        Refusal why;
    };
    try {
        return database.in_transaction([&](db::Transaction& tx) {
            auto result = work(tx);
            if (!result) {
                throw Refused{std::move(result.error())};
            }
            return result;
        });
    } catch (Refused& refused) {
        return refuse(std::move(refused.why));
    }
}

}  // namespace ansvar::tickets
