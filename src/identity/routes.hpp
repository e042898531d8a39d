#pragma once

#include <functional>
#include <vector>

#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/letters.hpp"
#include "identity/oidc_fetch.hpp"
#include "identity/open_work.hpp"
#include "identity/role_directory.hpp"
#include "identity/settings.hpp"
#include "identity/sign_in.hpp"
#include "identity/todays_rights.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

namespace ansvar::identity {

/// What the pages of this module need. Everything referred to must outlive the routes.
struct Services {
    db::Database& database;
    const Clock& clock;
    const web::Pages& pages;
    Letters& letters;
    RoleDirectory& roles;
    Settings settings;
    ConfirmPending confirm_pending;
    std::function<void()> staff_changed = {};  ///< called after a change of who answers: absences, units, rights
    OpenWork* open_work = nullptr;             ///< null: nobody has tickets (tests of this module)
    NamedRows named_rows = {};                 ///< empty: the matrix names nobody
    Fetch fetch = {};                          ///< how sign-in providers are reached; empty: fetch_by_curl
    TodaysRightsOf todays_rights = {};         ///< as the gate's; empty: nobody stands in for anybody
};

/// Sign-in and out, the own account, the language, and the administrator's people pages.
std::vector<web::Route> identity_routes(const Services& services);

}  // namespace ansvar::identity
