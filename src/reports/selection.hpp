#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/ids.hpp"
#include "reports/figures.hpp"
#include "reports/filter.hpp"
#include "reports/period.hpp"
#include "web/request.hpp"

namespace ansvar::reports {

/// Which tickets stand behind a figure.
enum class At {
    All,         ///< every one that was measured in the period
    Median,      ///< of these, the ones within the median: at least half
    NineOfTen,   ///< of these, the ones within "9 av 10"
    Within,      ///< of these, the ones within their target
    Targeted,    ///< of these, the ones that had a target
    Open,        ///< open now, whatever the period
    Overdue,     ///< of these, past their due time
    Unassigned,  ///< of these, in nobody's hands
    New,         ///< came in during the period
    Out,         ///< ended in the period, one way or another
    Solved,      ///< ended in the period and not rejected
    Reopened,    ///< of these, opened again at some time
    Surveyed,    ///< of these, their requester has said whether it helped
    Helped,      ///< of these, it did
    Routed,      ///< came in during the period and were put where they went by the router
};

std::string_view name(At at);  ///< "all", "median", "p90", "within" …

/// Exactly the tickets behind one figure; every figure links to its own.
struct Selection {
    At at = At::All;
    Measure measure = Measure::FirstResponse;
    bool by_wall_clock = false;  ///< measured by the clock on the wall
    Period period;
    Filter filter = {};
    std::optional<std::uint64_t> age = {};   ///< of open ones: its place in age_days
    std::optional<std::uint64_t> hour = {};  ///< of new ones: 24 × weekday + hour
    std::optional<std::uint64_t> hops = {};  ///< of new ones: 0, 1, 2 (or more), 3 (one or more)
    std::optional<std::string> first_area = {};
    std::optional<std::string> first_role = {};
    std::optional<std::string> version = {};  ///< of the matrix that put them there

    bool is_measured() const { return at <= At::Targeted; }
    /// "/overview/tickets?at=median&from=2026-10-26&to=2026-11-22&measure=first_response&role=ITS"
    std::string url() const;
};

/// The period that a page is asked for: ?from=&to= go before ?period=; by default the last four weeks.
struct AskedPeriod {
    Period period;
    std::optional<NamedPeriod> name;  ///< empty: days of the reader's own
    bool is_faulty = false;           ///< from and to make no period; the default is shown instead
};
AskedPeriod read_period(const web::Request& request, Timestamp now);

/// What a list of tickets is asked for. Throws BadRequest for words it does not know.
Selection read_selection(const web::Request& request, Timestamp now);

/// "from=2026-10-26&to=2026-11-22"
std::string query_of(const Period& period);

}  // namespace ansvar::reports
