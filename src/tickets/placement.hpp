#pragma once

#include <optional>
#include <string>

#include "core/ids.hpp"
#include "db/session.hpp"
#include "identity/role_directory.hpp"
#include "routing/decision.hpp"

namespace ansvar::tickets {

/// Where a decision puts a ticket among the people there are today.
struct Placement {
    RoleCode queue;
    std::optional<PersonId> holder;  ///< when the ticket belongs to one person: the requester's manager, or a person without a role
    std::string note;                ///< for the receipt: "no-manager", "no-such-holder", "role-without-anybody", or empty
};

/// Resp chef is the requester's own manager; a row held by a person without a role is that person's; a role that nobody holds today
/// gives its tickets to triage. `manager`: the requester's.
Placement place(db::Session& session, const routing::Decision& decision, std::optional<PersonId> manager, const identity::RoleTable& roles);

}  // namespace ansvar::tickets
