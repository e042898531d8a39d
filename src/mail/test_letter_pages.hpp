#pragma once

#include <functional>
#include <vector>

#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/settings.hpp"
#include "mail/settings.hpp"
#include "mail/transport.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

namespace ansvar::mail {

/// What the page of test letters needs. Everything referred to must outlive the routes.
struct TestLetterServices {
    db::Database& database;
    const Clock& clock;
    const web::Pages& pages;
    const Settings& settings;
    const identity::Settings& identity;
    std::function<Delivery(const Parcel&)> send;  ///< the way all letters go; may take half a minute
};

/// /admin/mail/test: sends a letter now, to oneself or within the school, and shows what the mail server said at each step. Ten in a quarter
/// of an hour, each in the audit.
std::vector<web::Route> test_letter_routes(const TestLetterServices& services);

}  // namespace ansvar::mail
