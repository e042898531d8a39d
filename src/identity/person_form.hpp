#pragma once

#include <string>
#include <vector>

#include "identity/form_check.hpp"
#include "identity/people_store.hpp"
#include "web/request.hpp"

namespace ansvar::identity {

/// What an administrator typed about somebody, as typed where it cannot be read.
struct PersonForm {
    PersonDraft draft;
    std::string mail;             ///< as typed
    std::string manager;          ///< a person's id as text; empty: none
    std::string unit;             ///< a unit's id as text; empty: none
    std::string manages_unit;     ///< the unit they manage, as text; empty: the whole organisation
    std::vector<RoleCode> roles;  ///< ticked

    /// Reads the form and says in `check` what is wrong with it alone. `mail_needed`: false for service accounts.
    static PersonForm from(const web::Form& form, bool mail_needed, FormCheck& check);
    static PersonForm of(const Person& person, const std::vector<RoleCode>& roles);

    bool holds(const RoleCode& role) const;
};

}  // namespace ansvar::identity
