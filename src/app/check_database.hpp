#pragma once

#include <vector>

#include "app/config.hpp"
#include "app/finding.hpp"
#include "identity/oidc_fetch.hpp"

namespace ansvar::app {

/// The database and what is in it: does it answer, is the schema ours, can somebody administer, who answers for what, may the audit be
/// changed. Changes nothing; without our schema nothing behind it is looked at. `fetch` reaches the school's sign-in providers.
std::vector<Finding> check_database(const Config& config, const identity::Fetch& fetch);

}  // namespace ansvar::app
