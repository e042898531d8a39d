#pragma once

#include <string>
#include <vector>

#include "inbox/kept_files.hpp"
#include "tickets/desk.hpp"
#include "web/gate.hpp"
#include "web/route.hpp"
#include "web/texts.hpp"

namespace ansvar::inbox {

/// What the front door of osTicket needs. Everything referred to must outlive the routes.
struct OsticketServices {
    tickets::Desk& desk;
    web::Gate& gate;
    const web::Texts& texts;
    FilesLeft files_left;
    std::vector<std::string> topics = {};  ///< "12=skrivare": a help topic of the old system and the area it is now
};

/// POST /api/tickets.json and /api/http.php/tickets.json, as osTicket's public documentation has them (decision 0088): programs written for
/// osTicket open tickets here as they did there. The X-API-Key is one of our tokens with tickets:write, of somebody who may file for others.
std::vector<web::Route> osticket_routes(const OsticketServices& services);

}  // namespace ansvar::inbox
