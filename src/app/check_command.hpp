#pragma once

#include <iosfwd>

#include "app/config.hpp"
#include "identity/oidc_fetch.hpp"

namespace ansvar::app {

/// `ansvar check`: prints the settings in force and, a line each, how every point stands: ok, warn or fail, in words. Sends no letter and
/// does not migrate. 1 when a point fails.
int check_command(const Config& config, std::ostream& out, const identity::Fetch& fetch = identity::fetch_by_curl);

}  // namespace ansvar::app
