#pragma once

#include <functional>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/audit.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

namespace ansvar::mail {

/// What the administrator's mail pages need. Everything referred to must outlive the routes.
struct PageServices {
    db::Database& database;
    const Clock& clock;
    const web::Pages& pages;
    std::function<void()> wake;  ///< after a letter was put back: usually Worker::wake
};

/// Puts a dead letter back in the outbox, notes it in the audit and wakes the worker. False as mail::send_again.
bool send_letter_again(const PageServices& services, LetterId id, const identity::Actor& by);

/// /admin/mail: the letters that could not be delivered, those that wait and those that went out; one click sends a dead one again.
std::vector<web::Route> mail_routes(const PageServices& services);

}  // namespace ansvar::mail
