#include "reports/ticket_list.hpp"

#include <fmt/format.h>

#include <limits>

#include "core/number.hpp"
#include "queries/reports.hpp"

namespace ansvar::reports {

namespace {

constexpr auto highest = std::numeric_limits<std::int64_t>::max();
/// Later than any due time, also of tickets whose clock stands still (they are sorted a hundred years on).
constexpr Timestamp end_of_days = std::chrono::sys_days{std::chrono::year{9999} / 1 / 1};

std::int64_t microseconds(Timestamp time) {
    return time.time_since_epoch().count();
}
Timestamp timestamp(std::int64_t micros) {
    return Timestamp{std::chrono::microseconds{micros}};
}

/// What every kind of list asks the database with.
struct Asked {
    Selection selection;
    Timestamp now;
    std::optional<Cursor> after;
    Scope scope;
    std::size_t limit;  ///< one more than a page, to see whether there is another

    std::string role() const { return selection.role.value_or(RoleCode{}).value; }
    const Period& period() const { return selection.period; }
};

struct Rows {
    std::int64_t count = 0;
    Spread spread = {};
    std::vector<db::Row> rows;
    std::int64_t (*key)(const db::Row&) = nullptr;
};

Rows measured(db::Session& session, const Asked& asked) {
    const auto& [at, measure, role, period] = asked.selection;
    const auto spread = load_spread(session, measure, period, role, asked.scope);
    const auto within = at == At::Median ? spread.median : at == At::NineOfTen ? spread.nine_of_ten : std::optional{highest};
    const bool is_answers = measure == Measure::FirstResponse;
    const auto after = asked.after.value_or(Cursor{.key = highest, .ticket = 0});
    Rows found;
    found.spread = spread;
    found.count = session
                      .row(is_answers ? queries::reports::count_answered : queries::reports::count_solved,
                           {{"starts_at", period.starts_at}, {"ends_at", period.ends_at}, {"within", within}, {"role_code", asked.role()}, {"units", asked.scope.units}})
                      .value()
                      .integer("tickets");
    found.rows =
        session.rows(is_answers ? queries::reports::list_answered : queries::reports::list_solved, {{"starts_at", period.starts_at},
                                                                                                    {"ends_at", period.ends_at},
                                                                                                    {"within", within},
                                                                                                    {"role_code", asked.role()}, {"units", asked.scope.units},
                                                                                                    {"before_minutes", after.key},
                                                                                                    {"before_id", after.ticket},
                                                                                                    {"page_size", asked.limit}});
    found.key = is_answers ? [](const db::Row& row) { return row.integer("first_response_minutes"); }
                           : [](const db::Row& row) { return row.integer("resolution_minutes"); };
    return found;
}

Rows open(db::Session& session, const Asked& asked) {
    const auto due_before = asked.selection.at == At::Overdue ? asked.now : end_of_days;
    const auto after = asked.after.value_or(Cursor{});
    Rows found;
    found.count =
        session.row(queries::reports::count_open, {{"due_before", due_before}, {"role_code", asked.role()}, {"units", asked.scope.units}}).value().integer("tickets");
    found.rows = session.rows(queries::reports::list_open, {{"due_before", due_before},
                                                            {"role_code", asked.role()}, {"units", asked.scope.units},
                                                            {"after_sort", timestamp(after.key)},
                                                            {"after_id", after.ticket},
                                                            {"page_size", asked.limit}});
    found.key = [](const db::Row& row) { return microseconds(row.time("sort_at")); };
    return found;
}

Rows opened(db::Session& session, const Asked& asked) {
    const auto after = asked.after ? *asked.after : Cursor{.key = microseconds(end_of_days), .ticket = 0};
    Rows found;
    found.count = session
                      .row(queries::reports::count_new,
                           {{"starts_at", asked.period().starts_at}, {"ends_at", asked.period().ends_at}, {"role_code", asked.role()}, {"units", asked.scope.units}})
                      .value()
                      .integer("tickets");
    found.rows = session.rows(queries::reports::list_new, {{"starts_at", asked.period().starts_at},
                                                           {"ends_at", asked.period().ends_at},
                                                           {"role_code", asked.role()}, {"units", asked.scope.units},
                                                           {"before_opened", timestamp(after.key)},
                                                           {"before_id", after.ticket},
                                                           {"page_size", asked.limit}});
    found.key = [](const db::Row& row) { return microseconds(row.time("opened_at")); };
    return found;
}

Listed read(const db::Row& row) {
    return {.id = row.id<TicketId>("id"),
            .subject = row.text("subject"),
            .role = RoleCode{row.text("role_code")},
            .state = row.text("state"),
            .opened_at = row.time("opened_at"),
            .first_response_minutes = row.optional_integer("first_response_minutes"),
            .resolution_minutes = row.optional_integer("resolution_minutes")};
}

}  // namespace

std::string Cursor::text() const {
    return fmt::format("{}.{}", key, ticket);
}

std::optional<Cursor> cursor_from(std::string_view text) {
    const auto dot = text.find('.');
    if (dot == std::string_view::npos) {
        return {};
    }
    const auto key = whole_number<std::int64_t>(text.substr(0, dot)), ticket = whole_number<std::int64_t>(text.substr(dot + 1));
    // Beyond the year 9999 the database has no time to compare with.
    if (!key || !ticket || *key > microseconds(end_of_days)) {
        return {};
    }
    return Cursor{.key = *key, .ticket = static_cast<std::uint64_t>(*ticket)};
}

TicketPage load_page(db::Session& session, const Selection& selection, Timestamp now, const std::optional<Cursor>& after,
                     std::size_t page_size, const Scope& scope) {
    const Asked asked{.selection = selection, .now = now, .after = after, .scope = scope, .limit = page_size + 1};
    const auto found = selection.is_spread()     ? measured(session, asked)
                       : selection.at == At::New ? opened(session, asked)
                                                 : open(session, asked);
    TicketPage page{.count = found.count, .spread = found.spread, .tickets = {}, .next = {}};
    for (const auto& row : found.rows) {
        if (page.tickets.size() == page_size) {
            const auto& last = found.rows[page_size - 1];
            page.next = Cursor{.key = found.key(last), .ticket = last.id<TicketId>("id").value};
            break;
        }
        page.tickets.push_back(read(row));
    }
    return page;
}

}  // namespace ansvar::reports
