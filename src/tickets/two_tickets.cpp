#include "tickets/two_tickets.hpp"

#include "tickets/all_or_nothing.hpp"

namespace ansvar::tickets {

Result<Ticket, Refusal> change_two(Desk& desk, const OneOfTwo& one, const OneOfTwo& other, const identity::Person& by,
                                   const std::function<Refusal(Refusal)>& other_refused,
                                   const std::function<std::optional<Refusal>(Change& one, Change& other)>& apply) {
    const auto& services = desk.services();
    auto result = all_or_nothing(services.database, [&](db::Transaction& tx) -> Result<Ticket, Refusal> {
        const auto begin = [&](const OneOfTwo& which) { return Change::begin(tx, services, which.id, which.action, by, which.version); };
        const bool one_first = one.id.value < other.id.value;
        auto lower = begin(one_first ? one : other);
        auto higher = begin(one_first ? other : one);
        auto& first = one_first ? lower : higher;
        auto& second = one_first ? higher : lower;
        if (!first) {
            return refuse(first.error());
        }
        if (!second) {
            return refuse(other_refused(second.error()));
        }
        if (auto refusal = apply(*first, *second)) {
            return refuse(std::move(*refusal));
        }
        lower->finish();
        higher->finish();
        return first->ticket();
    });
    if (result) {
        services.listener.committed();
    }
    return result;
}

}  // namespace ansvar::tickets
