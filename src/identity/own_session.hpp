#pragma once

#include <string>

#include "core/secret.hpp"
#include "identity/routes.hpp"
#include "web/cookie.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace ansvar::identity {

/// The session of an administrator whose change ended it, since it was their own rights that changed: they go on in a new one.
/// Made before the transaction, so that one that runs again begins the same session.
class OwnSession {
public:
    OwnSession(const Services& services, const web::Request& request);

    /// In the transaction that ended the sessions of `person`. A program has none to go on in.
    void renew_if_of(db::Transaction& tx, PersonId person, Timestamp now);
    /// Sets the new cookie, if there is one.
    web::Response answer(web::Response response) const;

private:
    const Services& services_;
    const web::Request& request_;
    std::string token_ = random_token();
    bool is_new_ = false;
};

/// After a committed change of roles, holders, units or rights: what this process keeps in memory is read anew.
void tell_changed(const Services& services);

}  // namespace ansvar::identity
