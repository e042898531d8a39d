#pragma once

#include <functional>
#include <optional>
#include <string>

#include "identity/form_check.hpp"
#include "identity/routes.hpp"
#include "identity/units.hpp"

namespace ansvar::identity {

/// What a unit is to be, of what it is as the transaction sees it (an empty one when it is new).
using UnitWish = std::function<UnitDraft(const Unit& now)>;

/// The field "name" of a form; what is wrong with it is said in `check`.
std::string read_unit_name(const web::Form& form, FormCheck& check);

/// Adds a unit (`id` is empty) or changes it, with its line in the audit. Empty when it cannot be: `check` says why at "name", "parent" or
/// "head". Throws NotFound when there is no such unit.
std::optional<UnitId> keep_unit(const Services& services, const web::Request& request, std::optional<UnitId> id, const UnitWish& wish, FormCheck& check);
/// Deletes one that nothing refers to, with its line in the audit. False when something does.
bool remove_unit(const Services& services, const web::Request& request, const Unit& unit);

}  // namespace ansvar::identity
