#pragma once

#include "reports/routes.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace ansvar::reports {

/// GET /api/v1/reports: the drafts and the issued ones, newest first, that count nobody but those the reader answers for.
web::Response tell_reports(const Services& services, const web::Request& request);
/// GET /api/v1/reports/{report}: one with what it says; a draft as it is counted now. Throws web::NotFound.
web::Response tell_report(const Services& services, const web::Request& request);
/// GET /api/v1/reports/{report}/check: an issued one counted again. Throws web::NotFound.
web::Response tell_recount(const Services& services, const web::Request& request);

}  // namespace ansvar::reports
