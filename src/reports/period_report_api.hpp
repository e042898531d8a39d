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


/// POST /api/v1/reports: begins a draft, as the page does. Throws web::Unprocessable.
web::Response add_report(const Services& services, const web::Request& request);
/// PATCH /api/v1/reports/{report}: what is sent of a draft's words, period and filter. Throws web::NotFound (also of an issued one),
/// web::Unprocessable and web::PreconditionFailed.
web::Response change_report(const Services& services, const web::Request& request);
/// POST /api/v1/reports/{report}/issue: counts a draft for good. Throws as change_report.
web::Response issue_for_good(const Services& services, const web::Request& request);
/// DELETE /api/v1/reports/{report}: throws a draft away. Throws as change_report.
web::Response throw_away_report(const Services& services, const web::Request& request);
/// POST /api/v1/reports/{report}/successor: a draft that is to take an issued one's place. Throws web::NotFound.
web::Response add_successor(const Services& services, const web::Request& request);

}  // namespace ansvar::reports
