#pragma once

#include "web/request.hpp"
#include "web/response.hpp"

namespace ansvar::reports {

struct Services;

/// GET /overview?period= or ?from=&to=, &by=, &role= and other filters: how long people wait. Days that make no period are shown as a fault (422).
web::Response show_overview(const Services& services, const web::Request& request);

/// GET /overview.csv and /overview.xlsx: the same for a spreadsheet.
web::Response download_csv(const Services& services, const web::Request& request);
web::Response download_xlsx(const Services& services, const web::Request& request);

/// GET /api/v1/reports/overview: the same for programs.
web::Response tell_overview(const Services& services, const web::Request& request);

/// GET /overview/tickets?at=&measure=&from=&to=&after= and filters: exactly the tickets behind one figure.
web::Response list_tickets(const Services& services, const web::Request& request);

/// GET /help/measures: what is measured, in words.
web::Response show_measures(const Services& services, const web::Request& request);

}  // namespace ansvar::reports
