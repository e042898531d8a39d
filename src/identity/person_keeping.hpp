#pragma once

#include <optional>

#include "identity/administration.hpp"
#include "identity/form_check.hpp"
#include "identity/own_session.hpp"
#include "identity/person_form.hpp"
#include "identity/routes.hpp"

namespace ansvar::identity {

/// What an administrator says of somebody, carried out with what follows from it: roles, the audit, sessions that end. `who` is empty for
/// somebody new. The whole form counts, or of somebody who is there what `wish` makes of it. Empty when it cannot be: `check` says why.
/// Throws NotFound when there is no such person.
std::optional<PersonId> keep_person(const Services& services, const web::Request& request, std::optional<PersonId> who, const PersonForm& form,
                                    FormCheck& check, OwnSession& own, const PersonWish& wish = {});

}  // namespace ansvar::identity
