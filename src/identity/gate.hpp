#pragma once

#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/settings.hpp"
#include "web/cookie.hpp"
#include "web/gate.hpp"

namespace ansvar::identity {

struct Person;

/// May this person use a route of that audience? Agent: holds a role, or is an administrator. Manager: is one, or an administrator.
bool is_in(const Person& person, web::Audience audience);

/// Knows people by session cookie (pages) or bearer token (API), with one query for a request that carries one and none otherwise.
/// Nobody known → SignInNeeded; known but not of the audience → NotFound, since pages of others are nothing one may know of.
/// A lost database passes through as db::Unavailable.
class SessionGate final : public web::Gate {
public:
    /// Both must outlive the gate.
    SessionGate(db::Database& database, const Clock& clock, Settings settings);

    web::Admission admit(const web::Request& request, web::Access access) override;

private:
    web::Admission find_by_cookie(const web::Request& request);
    web::Admission find_by_token(const web::Request& request);

    db::Database& database_;
    const Clock& clock_;
    Settings settings_;
    web::CookieRule cookies_;
};

}  // namespace ansvar::identity
