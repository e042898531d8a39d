#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schedule/unanswered.hpp"
#include "tickets/page_services.hpp"
#include "web/errors.hpp"

namespace ansvar::tickets {

/// After how many school days a question without an answer is reminded of and closed, as administrators agree it, on the page and for
/// programs alike.

/// The days that were sent; empty when something is wrong with them. `at` gives the pointer of "remind" and of "close".
std::optional<schedule::UnansweredDays> check_days(std::string_view remind, std::string_view close, const std::pair<std::string, std::string>& at,
                                                   std::vector<web::FieldError>& faults);

/// {"school", "roles": {code: …}}, each {"remind", "close"} or null: as the audit is told.
nlohmann::json rules_json(const schedule::UnansweredRules& rules);

/// These take the place of all there are, and the audit tells. False when there are others than of `version` (web::version_of_content of
/// rules_json), if one is said.
bool keep_rules(const PageServices& services, const web::Request& request, const schedule::UnansweredRules& rules, std::optional<std::int64_t> version = {});

}  // namespace ansvar::tickets
