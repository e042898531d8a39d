#pragma once

#include "identity/letters.hpp"
#include "identity/principal.hpp"
#include "identity/settings.hpp"
#include "tickets/area_choices.hpp"
#include "tickets/desk.hpp"
#include "tickets/mail_ledger.hpp"
#include "tickets/queue_memory.hpp"
#include "tickets/waiting_times.hpp"
#include "tickets/wording.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

namespace ansvar::tickets {

/// What the pages and the API of this module need. Everything referred to must outlive the routes.
struct PageServices {
    Desk& desk;
    const web::Pages& pages;
    WaitingTimes& waiting_times;
    const MailLedger& ledger;
    const AreaList& areas;
    QueueMemory& queue_memory;
    identity::Letters& letters;
    identity::Settings identity;

    db::Database& database() const { return desk.services().database; }
    Timestamp now() const { return desk.services().clock.now(); }
    const identity::RoleDirectory& roles() const { return desk.services().roles; }
    Wording wording(const web::Request& request) const { return {pages.texts(), request.language(), now()}; }
};

/// The person a request comes from: routes that use it are never open to Anyone.
inline const identity::Person& reader(const web::Request& request) { return identity::principal(request).person; }

std::vector<web::Route> new_ticket_routes(const PageServices& services);
std::vector<web::Route> ticket_routes(const PageServices& services);
std::vector<web::Route> my_tickets_routes(const PageServices& services);
std::vector<web::Route> queue_routes(const PageServices& services);
std::vector<web::Route> view_routes(const PageServices& services);
std::vector<web::Route> glass_routes(const PageServices& services);
std::vector<web::Route> undo_routes(const PageServices& services);
std::vector<web::Route> api_routes(const PageServices& services);

}  // namespace ansvar::tickets
