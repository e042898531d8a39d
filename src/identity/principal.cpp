#include "identity/principal.hpp"

namespace ansvar::identity {

namespace {

std::string_view kind_of(const Person& person) {
    if (person.is_administrator) {
        return "administrator/";
    }
    if (person.is_manager) {
        return "manager/";
    }
    return person.is_agent() ? "agent/" : "requester/";
}

}  // namespace

std::string Principal::log_id() const {
    return kind == Kind::Token ? "token/" + std::to_string(credential) : std::string{kind_of(person)} + person.id.text();
}

const Principal& principal(const web::Request& request) {
    return request.principal<Principal>();
}

const Principal* find_principal(const web::Request& request) {
    return request.has_principal() ? &principal(request) : nullptr;
}

}  // namespace ansvar::identity
