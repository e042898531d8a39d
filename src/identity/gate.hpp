#pragma once

#include <functional>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/settings.hpp"
#include "web/cookie.hpp"
#include "web/gate.hpp"

namespace ansvar::identity {

struct Person;

/// May this person use a route of that audience? Agent: holds a role, or is an administrator. Manager: is one, or an administrator.
bool is_in(const Person& person, web::Audience audience);

/// What somebody works with on a day because they stand in for others.
struct Stead {
    std::vector<RoleCode> roles = {};
    std::vector<RoleCode> queues = {};  ///< the queues that these roles share with others
};
using RolesInStead = std::function<Stead(PersonId, Timestamp)>;

/// Knows people by session cookie (pages) or bearer token (API), with one query for a request that carries one and none otherwise.
/// Nobody known → SignInNeeded; known but not of the audience → NotFound, since pages of others are nothing one may know of.
/// Whoever stands in for somebody away works in their roles meanwhile.
/// A lost database passes through as db::Unavailable.
class SessionGate final : public web::Gate {
public:
    /// Database and clock must outlive the gate. Without `in_stead` nobody stands in for anybody.
    SessionGate(db::Database& database, const Clock& clock, Settings settings, RolesInStead in_stead = {});

    web::Admission admit(const web::Request& request, web::Access access) override;

private:
    web::Admission find_by_cookie(const web::Request& request);
    web::Admission find_by_token(const web::Request& request);
    void add_roles_in_stead(Person& person, Timestamp now) const;

    db::Database& database_;
    const Clock& clock_;
    Settings settings_;
    web::CookieRule cookies_;
    RolesInStead in_stead_;
};

}  // namespace ansvar::identity
