#pragma once

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// What else is done with a ticket: priority, checklist, time, split, letters to suppliers, known faults, who reads it, the survey.
std::vector<web::Route> work_api_routes(const PageServices& services);

}  // namespace ansvar::tickets
