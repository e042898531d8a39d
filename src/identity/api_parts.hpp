#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "identity/form_check.hpp"
#include "identity/people_store.hpp"
#include "identity/principal.hpp"
#include "identity/routes.hpp"
#include "web/json_fields.hpp"

/// What the API's handlers of people, units and roles have in common.
namespace ansvar::identity {

template <class SomeId>
nlohmann::json id_or_null(const std::optional<SomeId>& id) {
    return id ? nlohmann::json(id->value) : nlohmann::json();
}

/// The person of a path's {person}: administrators may ask of anybody, others of themselves alone. Throws NotFound.
inline Person asked_person(const Services& services, const web::Request& request) {
    const PersonId id{request.path_number("person")};
    const auto& asker = principal(request).person;
    auto found = asker.is_administrator || asker.id == id
                     ? services.database.read([&](db::Session& session) { return find_person(session, id, services.clock.now()); })
                     : std::nullopt;
    if (!found) {
        throw web::NotFound{"no such person"};
    }
    return *std::move(found);
}

/// Somebody or something by number, or none; one that no number can be is a fault.
template <class SomeId>
std::optional<SomeId> maybe_id(web::Fields& fields, const std::string& name) {
    const auto number = fields.number(name);
    if (number && *number <= 0) {
        fields.fault(web::field_fault("/" + name, "unknown-value"));
    }
    return number && *number > 0 ? std::optional{SomeId{static_cast<std::uint64_t>(*number)}} : std::nullopt;
}

/// A rule that is not about one field of what was sent: "units.in_use" is told as in-use.
[[noreturn]] inline void refuse_whole(const std::string& code, const std::string& text_key) {
    throw web::Unprocessable{{{.pointer = "", .code = code, .text_key = text_key, .arguments = {}}}};
}

}  // namespace ansvar::identity
