#pragma once

#include <memory>
#include <optional>
#include <string>
#include <typeindex>
#include <utility>
#include <vector>

#include "web/access.hpp"
#include "web/cookie.hpp"
#include "web/headers.hpp"
#include "web/language.hpp"

namespace ansvar::web {

class Request;

/// What the gate found out about who asks.
struct Admission {
    std::shared_ptr<const void> principal;  ///< empty for somebody unknown
    std::type_index principal_type = typeid(void);
    std::optional<Language> language;  ///< the person's own choice; absent: the cookie, then Accept-Language
    std::string log_identity;          ///< opaque, for the access log: "agent/17"; never a name or an address
    std::vector<Cookie> cookies;       ///< to be set on the answer, whatever it is
    Headers headers;                   ///< likewise

    static Admission nobody() { return {}; }
    template <class Principal>
    static Admission of(std::shared_ptr<const Principal> who, std::string log_identity) {
        Admission admission;
        admission.principal = std::move(who);
        admission.principal_type = typeid(Principal);
        admission.log_identity = std::move(log_identity);
        return admission;
    }
};

/// Finds who asks (session cookie or bearer token) and decides whether a route is open to them. Called on a worker thread before the
/// handler, for every routed request; must be safe from several threads. Throws SignInNeeded, Forbidden or NotFound to refuse.
class Gate {
public:
    virtual ~Gate() = default;
    virtual Admission admit(const Request& request, Access access) = 0;
};

}  // namespace ansvar::web
