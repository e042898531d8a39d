#pragma once

#include <optional>
#include <vector>

#include "identity/audit.hpp"
#include "identity/people_store.hpp"
#include "identity/provider_claims.hpp"

namespace ansvar::identity {

/// Somebody that a provider vouches for, once we know what they are to us.
struct Met {
    enum class As {
        Known,     ///< signs in
        New,       ///< made known just now; signs in
        Collision  ///< the address is `person`'s, who must show it by a mailed link before the two are connected
    } as = As::Known;
    Person person;
    bool changed_staff = false;  ///< roles came or went
};

/// By issuer and subject, never by mail: finds the person, or makes them known when the provider may. Roles follow the claims. Writes the
/// audit. What is refused writes nothing.
Result<Met, Refusal> meet(db::Transaction& tx, const Provider& provider, const Newcomer& newcomer,
                          const std::optional<std::vector<std::string>>& groups, web::Language language, const Actor& actor, Timestamp now);

/// Makes somebody hold just the roles that the claim's values mean, of those that this provider gives; what the school gave stays. A
/// change of rights ends all their sessions. True when something changed.
bool follow_groups(db::Transaction& tx, const Provider& provider, PersonId person, const std::vector<std::string>& groups, const Actor& actor,
                   Timestamp now);

}  // namespace ansvar::identity
