#pragma once

#include "identity/routes.hpp"
#include "web/cookie.hpp"

namespace ansvar::identity {

/// /account/connections: the ways of signing in that somebody has connected with themselves.
class ConnectionPages {
public:
    explicit ConnectionPages(const Services& services);

    web::Response show(const web::Request& request) const;
    /// Connects what this browser has shown by a provider with the person who is signed in: both are proved.
    web::Response connect_pending(const web::Request& request) const;
    web::Response remove(const web::Request& request) const;

private:
    Services services_;
    web::CookieRule cookies_;
};

}  // namespace ansvar::identity
