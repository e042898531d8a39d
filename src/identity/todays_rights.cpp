#include "identity/todays_rights.hpp"

#include <algorithm>

namespace ansvar::identity {

void add_todays_rights(Person& person, const TodaysRightsOf& rights_of, Timestamp now) {
    const auto stead = rights_of ? rights_of(person, now) : TodaysRights{};
    person.managed_units = stead.managed_units;
    for (const auto& role : stead.roles) {
        if (std::find(person.roles.begin(), person.roles.end(), role) == person.roles.end()) {
            person.roles.push_back(role);
        }
    }
    for (const auto* queues : {&stead.roles, &stead.queues}) {
        for (const auto& queue : *queues) {
            if (!person.works_in(queue)) {
                person.queues.push_back(queue);
            }
        }
    }
}

}  // namespace ansvar::identity
