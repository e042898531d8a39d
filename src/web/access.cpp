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
        case Audience::Administrator:
            return "administrator";
    }
    return "";
}

std::string_view to_string(Via via) {
    return via == Via::Page ? "page" : "api";
}

}  // namespace ansvar::web
