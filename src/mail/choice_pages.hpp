#pragma once

#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/role_directory.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

#include <string>
#include <vector>

namespace ansvar::mail {

/// What the pages about one's own letters need. Everything referred to must outlive the routes.
struct ChoiceServices {
    db::Database& database;
    const Clock& clock;
    const web::Pages& pages;
    const identity::RoleDirectory& roles;
    std::string link_key;  ///< Settings::secret
};

/// /account/letters: which letters one wants. /letters/stop/{token}: where the link in a letter leads, for whoever has the letter; a GET
/// changes nothing, since mail scanners follow links. Mail programs post to it by themselves (RFC 8058), without a session.
std::vector<web::Route> choice_routes(const ChoiceServices& services);

}  // namespace ansvar::mail
