#include "identity/second_factor_reset.hpp"

#include "identity/second_factor.hpp"
#include "identity/sessions.hpp"
#include "identity/sign_in_steps.hpp"

namespace ansvar::identity {

bool reset_second_factor(db::Transaction& tx, PersonId person, const Actor& by, Timestamp now) {
    if (!remove_second_factor(tx, person)) {
        return false;
    }
    const auto ended = end_sessions_of(tx, person);
    end_steps_of(tx, person);
    record(tx, by, {.action = "second_factor.reset", .object_kind = "person", .object_id = person.text(), .details = {{"ended_sessions", ended}}}, now);
    return true;
}

}  // namespace ansvar::identity
