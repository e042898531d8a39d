#pragma once

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// "Tack, vi har fått ditt ärende": for whoever wrote it or had it written. Names every ticket that was made from the same text.
web::Response receipt_page(const PageServices& services, const web::Request& request);

}  // namespace ansvar::tickets
