#pragma once

#include <vector>

#include "db/database.hpp"
#include "inbox/receiver.hpp"
#include "inbox/reception.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

namespace ansvar::inbox {

/// What the pages about mail that came in need. Everything referred to must outlive the routes.
struct PageServices {
    db::Database& database;
    const Clock& clock;
    const web::Pages& pages;
    Reception& reception;
    ReadMail read;
};

/// /admin/mail-in: the mails that a person must decide about, those that could not be read, those that came, and addresses that letters come
/// back from. /mails/{id}: one of them, with its original, for administrators, and for those who read the notes of its ticket.
std::vector<web::Route> inbox_routes(const PageServices& services);

}  // namespace ansvar::inbox
