#pragma once

#include <vector>

#include "core/time.hpp"
#include "db/database.hpp"
#include "mail/settings.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

namespace ansvar::mail {

/// What the pages about the letters' words need. Everything referred to must outlive the routes.
struct LetterPageServices {
    db::Database& database;
    const Clock& clock;
    const web::Pages& pages;
    const Settings& settings;
};

/// /admin/letters: every letter as it looks, in both languages, and its words to be changed, looked at before, and put back.
std::vector<web::Route> letter_routes(const LetterPageServices& services);

}  // namespace ansvar::mail
