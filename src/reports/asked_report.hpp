#pragma once

#include <nlohmann/json_fwd.hpp>

#include "reports/period_report.hpp"
#include "reports/routes.hpp"
#include "web/request.hpp"

namespace ansvar::reports {

/// The Lägesrapport in the address of a request, for those whose tickets it counts. Throws web::NotFound: of others' units there is none.
PeriodReport asked_report(const Services& services, const web::Request& request);
/// The same, as long as it is a draft.
PeriodReport asked_draft(const Services& services, const web::Request& request);
/// The same, once it has been issued.
PeriodReport asked_issued(const Services& services, const web::Request& request);

/// What it says as of `now` (period_document.hpp).
nlohmann::json document_of(const Services& services, const PeriodReport& report, Timestamp now);

}  // namespace ansvar::reports
