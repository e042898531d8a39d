#pragma once

#include "web/request.hpp"
#include "web/response.hpp"

namespace ansvar::reports {

struct Services;

/// GET /overview?period= or ?from=&to=: how long people wait. Days that make no period are shown as a fault (422).
web::Response show_overview(const Services& services, const web::Request& request);

/// GET /overview.csv: the same table for a spreadsheet.
web::Response download_overview(const Services& services, const web::Request& request);

/// GET /overview/tickets?role=&measure=&at=&from=&to=&after=: exactly the tickets behind one figure.
web::Response list_tickets(const Services& services, const web::Request& request);

}  // namespace ansvar::reports
