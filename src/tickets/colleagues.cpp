#include "tickets/colleagues.hpp"

#include <algorithm>

#include "identity/person.hpp"

namespace ansvar::tickets {

std::vector<ticket_store::Named> colleagues(const routing::Staff& staff, const RoleCode& queue, Timestamp now) {
    const auto today = identity::school_day(now);
    auto people = staff.working_in(queue.value, today);
    const auto working = people.size();
    for (std::size_t at = 0; at < working; ++at) {
        const auto present = staff.find_present(people[at], today);
        if (present && std::find(people.begin(), people.end(), *present) == people.end()) {
            people.push_back(*present);
        }
    }
    std::vector<ticket_store::Named> all;
    for (const auto person : people) {
        all.push_back({PersonId{person}, staff.find(person)->name, "", "", ""});
    }
    return all;
}

}  // namespace ansvar::tickets
