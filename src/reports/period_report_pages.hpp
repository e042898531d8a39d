#pragma once

#include "web/request.hpp"
#include "web/response.hpp"

namespace ansvar::reports {

struct Services;

/// Lägesrapporter, for managers: of those that count nobody but people they answer for (decision 0073).
/// GET /reports: the issued ones and the drafts, and a form for a new one, filled in from the overview's query.
web::Response list_reports(const Services& services, const web::Request& request);
/// POST /reports: begins a draft.
web::Response begin_report(const Services& services, const web::Request& request);
/// GET /reports/{report}: a draft to write in, or what was issued.
web::Response show_report(const Services& services, const web::Request& request);
/// POST /reports/{report}, /reports/{report}/issue: keeps what is written; and then for good.
web::Response save_report(const Services& services, const web::Request& request);
web::Response issue_report(const Services& services, const web::Request& request);
/// POST /reports/{report}/removal: throws a draft away.
web::Response remove_report(const Services& services, const web::Request& request);
/// POST /reports/{report}/successor: a draft that is to take an issued one's place, with its words.
web::Response follow_report(const Services& services, const web::Request& request);
/// GET /reports/{report}/check: is it as it was issued, and what would be counted today?
web::Response check_report(const Services& services, const web::Request& request);

}  // namespace ansvar::reports
