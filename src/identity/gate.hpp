#pragma once

#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/person.hpp"
#include "identity/rate_meter.hpp"
#include "identity/settings.hpp"
#include "identity/todays_rights.hpp"
#include "web/cookie.hpp"
#include "web/gate.hpp"

namespace ansvar::identity {

/// Knows people by session cookie (pages) or bearer token (API), with one query for a request that carries one and none otherwise.
/// Nobody known → SignInNeeded; known but not of the audience → NotFound, since pages of others are nothing one may know of.
/// A session without the second factor that its person must have now, also for roles held in somebody's stead, is nobody's.
/// Whoever stands in for somebody away works in their roles meanwhile.
/// Event streams and requests with the header Ansvar-Background, which pages make by themselves, do not prolong a session.
/// A token that has a rate and is over it → TooManyRequests; RateLimit headers say how much is left.
/// A lost database passes through as db::Unavailable.
class SessionGate final : public web::Gate {
public:
    /// Database and clock must outlive the gate. Without `todays_rights` nobody stands in for anybody.
    SessionGate(db::Database& database, const Clock& clock, Settings settings, TodaysRightsOf todays_rights = {});

    web::Admission admit(const web::Request& request, web::Access access) override;

private:
    web::Admission find_by_cookie(const web::Request& request);
    web::Admission find_by_token(const web::Request& request, web::Access access);

    db::Database& database_;
    const Clock& clock_;
    Settings settings_;
    web::CookieRule cookies_;
    TodaysRightsOf todays_rights_;
    RateMeter rates_;
};

}  // namespace ansvar::identity
