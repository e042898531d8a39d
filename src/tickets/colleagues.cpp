#include "tickets/colleagues.hpp"

#include <algorithm>

#include "identity/person.hpp"

namespace ansvar::tickets {

std::vector<ticket_store::Named> colleagues(db::Session& session, const routing::Staff& staff, const RoleCode& queue, Timestamp now) {
    auto all = ticket_store::list_holders(session, queue, now);
    const auto today = identity::school_day(now);
    const auto holders = all.size();
    for (std::size_t at = 0; at < holders; ++at) {
        const auto present = staff.is_away(all[at].id.value, today) ? staff.find_present(all[at].id.value, today) : std::nullopt;
        const auto* person = present ? staff.find(*present) : nullptr;
        if (person && std::none_of(all.begin(), all.end(), [&](const auto& each) { return each.id.value == person->id; })) {
            all.push_back({PersonId{person->id}, person->name, "", "", ""});
        }
    }
    return all;
}

}  // namespace ansvar::tickets
