#pragma once

#include <optional>
#include <string_view>

#include "identity/form_check.hpp"
#include "reports/period_report.hpp"
#include "reports/routes.hpp"
#include "web/request.hpp"

namespace ansvar::reports {

/// What managers say and decide of Lägesrapporter, for pages and programs alike (decision 0073).

/// What is typed goes into the report; what cannot be kept is told of the field `anchor`.
void set_title(PeriodReport& report, std::string_view typed, identity::FormCheck& check);
void set_period(PeriodReport& report, std::string_view first_day, std::string_view last_day, identity::FormCheck& check);
void set_text(PeriodReport& report, std::string_view heading, std::string_view typed, std::string_view anchor, identity::FormCheck& check);

/// A new draft of the asker, in their language and of those they answer for; `draft` has title, period, filter and texts. Its number.
std::uint64_t begin_draft(const Services& services, const web::Request& request, PeriodReport draft);
/// A draft that is to take the place of `issued`, with its words. Its number.
std::uint64_t begin_successor(const Services& services, const web::Request& request, const PeriodReport& issued);

/// Keeps title, texts, period and filter. False when somebody was faster: it is not as `draft.version` says any more.
bool keep_draft(const Services& services, const web::Request& request, const PeriodReport& draft);
/// The same, and counts it for good as of now; the audit tells.
bool issue_draft(const Services& services, const web::Request& request, const PeriodReport& draft);
/// Throws a draft away, of that version when one is said; the audit tells. False when there is no such draft any more.
bool remove_draft(const Services& services, const web::Request& request, std::uint64_t id, std::optional<std::int64_t> version = {});

}  // namespace ansvar::reports
