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

/// What templates/pages/admin/people.html shows.
nlohmann::json people_view(const web::Texts& texts, web::Language language, const RoleTable& roles, const PeopleSearch& search,
                           const PeoplePage& found);

/// The fields of templates/pages/admin/person.html: what was typed, roles to tick, managers and units to choose among.
nlohmann::json person_view(web::Language language, const RoleTable& roles, const std::vector<Person>& people, const std::vector<Unit>& units,
                           const PersonForm& form);

}  // namespace ansvar::identity
