#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/transaction.hpp"
#include "reports/filter.hpp"
#include "reports/period.hpp"
#include "web/language.hpp"

namespace ansvar::reports {

/// The headings of a Lägesrapport, in their order.
inline constexpr std::array<std::string_view, 7> report_headings{"state", "support", "service", "infrastructure", "hardware", "units", "outlook"};

inline constexpr std::size_t longest_report_title = 200;
inline constexpr std::size_t longest_report_text = 5'000;  ///< characters under one heading

/// A Lägesrapport: a draft that is counted anew each time it is looked at, or, once issued, what was counted then, for good.
struct PeriodReport {
    struct Issue {
        std::string by;
        Timestamp at;          ///< the cut-off
        std::string document;  ///< JSON (period_document.hpp); empty where reports are listed
        std::string checksum;  ///< SHA-256 of the document
    };

    std::uint64_t id = 0;
    std::string title = {};
    web::Language language = web::Language::Sv;  ///< a report is written in one
    Period period = {};
    Filter filter = {};
    Scope scope = {};
    std::map<std::string, std::string> texts = {};  ///< by heading
    std::int64_t version = 1;                       ///< raised by each change of a draft
    std::optional<std::uint64_t> earlier = {};      ///< the issued one that this takes the place of
    std::string changed_by = {};
    Timestamp changed_at = {};
    std::optional<Issue> issued = {};

    /// Does it count nobody but those that this reader answers for?
    bool is_for(const Scope& reader) const;
};

namespace period_reports {

std::uint64_t add(db::Transaction& tx, const PeriodReport& draft, PersonId by, Timestamp now);
/// Title, texts, period and filter. False when it is not there, has been issued, or is not as `draft.version` says any more.
bool change(db::Transaction& tx, const PeriodReport& draft, PersonId by, Timestamp now);
/// Keeps the document for good; false as above.
bool issue(db::Transaction& tx, const PeriodReport& draft, const std::string& document, PersonId by, Timestamp now);
/// Of any version when none is said.
bool remove_draft(db::Transaction& tx, std::uint64_t id, std::optional<std::int64_t> version = {});

std::optional<PeriodReport> find(db::Session& session, std::uint64_t id);
/// Newest first; without their documents.
std::vector<PeriodReport> list(db::Session& session);

}  // namespace period_reports

}  // namespace ansvar::reports
