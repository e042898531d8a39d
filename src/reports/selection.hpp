#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/ids.hpp"
#include "reports/figures.hpp"
#include "reports/period.hpp"
#include "web/request.hpp"

namespace ansvar::reports {

/// Which tickets stand behind a figure.
enum class At {
    All,        ///< every ticket that was measured in the period
    Median,     ///< of these, the ones within the median: at least half
    NineOfTen,  ///< of these, the ones within "9 av 10"
    Open,       ///< open now, whatever the period
    Overdue,    ///< of these, past their due time
    New,        ///< came in during the period
};

std::string_view name(At at);            ///< "all", "median", "p90", "open", "overdue", "new"
std::string_view name(Measure measure);  ///< "first_response", "resolution"

/// Exactly the tickets behind one figure; every figure links to its own.
struct Selection {
    At at = At::All;
    Measure measure = Measure::FirstResponse;
    std::optional<RoleCode> role;
    Period period;

    bool is_spread() const { return at == At::All || at == At::Median || at == At::NineOfTen; }
    /// "/overview/tickets?role=ITS&measure=first_response&at=median&from=2026-10-26&to=2026-11-22"
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
