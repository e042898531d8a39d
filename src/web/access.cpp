#include "web/access.hpp"

namespace ansvar::web {

std::string_view to_string(Audience audience) {
    switch (audience) {
        case Audience::Anyone:
            return "anyone";
        case Audience::SignedIn:
            return "signed-in";
        case Audience::Agent:
            return "agent";
        case Audience::Manager:
            return "manager";
        case Audience::MatrixOwner:
            return "matrix-owner";
        case Audience::Auditor:
            return "auditor";
        case Audience::Administrator:
            return "administrator";
    }
    return "";
}

std::string_view to_string(Via via) {
    return via == Via::Page ? "page" : "api";
}

std::string_view to_string(Scope scope) {
    switch (scope) {
        case Scope::TicketsRead:
            return "tickets:read";
        case Scope::TicketsWrite:
            return "tickets:write";
        case Scope::MatrixRead:
            return "matrix:read";
        case Scope::MatrixWrite:
            return "matrix:write";
        case Scope::PeopleRead:
            return "people:read";
        case Scope::PeopleWrite:
            return "people:write";
        case Scope::ReportsRead:
            return "reports:read";
        case Scope::ReportsWrite:
            return "reports:write";
        case Scope::AuditRead:
            return "audit:read";
        case Scope::WebhooksRead:
            return "webhooks:read";
        case Scope::WebhooksWrite:
            return "webhooks:write";
    }
    return "";
}

}  // namespace ansvar::web
