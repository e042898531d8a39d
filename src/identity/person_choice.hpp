#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/session.hpp"
#include "identity/form_check.hpp"
#include "identity/person.hpp"

namespace ansvar::identity {

/// Whom somebody means who typed an address, a name, or any part of either that only one person still here has. Empty when it is nobody
/// or several: then `check` says so at `field`.
std::optional<Person> choose_person(db::Session& session, const std::string& typed, std::string_view field, Timestamp now, FormCheck& check);

/// How a person is typed back into such a field: by their address, or else their name.
std::string typed_as(const Person& person);

}  // namespace ansvar::identity
