#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "identity/people_store.hpp"
#include "identity/person_form.hpp"
#include "identity/role_directory.hpp"
#include "identity/units.hpp"
#include "web/texts.hpp"

namespace ansvar::identity {

/// What the administrator asked of the list of people, as it stands in the address.
struct PeopleQuery {
    PeopleSearch search;
    std::string unit;  ///< an id, "none", or "" for all

    /// "/admin/people?q=…&page=2": everything that was asked, on that page.
    std::string address(unsigned page) const;
};

/// What templates/pages/admin/people.html shows.
nlohmann::json people_view(const web::Texts& texts, web::Language language, const RoleTable& roles, const std::vector<Unit>& units,
                           const PeopleQuery& query, const PeoplePage& found);

/// The fields of templates/pages/admin/person.html: what was typed, roles to tick, managers and units to choose among.
nlohmann::json person_view(web::Language language, const RoleTable& roles, const std::vector<Person>& people, const std::vector<Unit>& units,
                           const PersonForm& form);

}  // namespace ansvar::identity
