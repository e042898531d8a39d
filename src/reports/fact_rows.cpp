#include "reports/fact_rows.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "queries/reports.hpp"
#include "tickets/ticket.hpp"

namespace ansvar::reports::fact_rows {

namespace {

constexpr std::size_t piece = 5000;

std::uint32_t number(const db::Row& row, std::string_view column) {
    const auto value = row.optional_integer(column);
    return value ? static_cast<std::uint32_t>(std::clamp<std::int64_t>(*value, 0, nothing - 1)) : nothing;
}

std::uint8_t small(const db::Row& row, std::string_view column) {
    return static_cast<std::uint8_t>(std::clamp<std::int64_t>(row.integer(column), 0, 255));
}

template <class Kind>
std::uint8_t kind(std::optional<Kind> value) {
    return static_cast<std::uint8_t>(value.value());
}

unsigned against(std::uint32_t minutes, std::uint32_t target, Fact::Flag within, Fact::Flag late) {
    return minutes == nothing || target == nothing ? Fact::None : minutes <= target ? within : late;
}

std::uint8_t flags(const db::Row& row, const Fact& fact) {
    return static_cast<std::uint8_t>(against(fact.first_minutes, number(row, "first_response_target"), Fact::FirstWithin, Fact::FirstLate) |
                                     against(fact.resolution_minutes, number(row, "resolution_target"), Fact::ResolutionWithin, Fact::ResolutionLate) |
                                     (row.flag("unassigned") ? Fact::Unassigned : Fact::None) | (row.flag("is_open") ? Fact::Open : Fact::None));
}

FactRow read_row(const db::Row& row) {
    FactRow read;
    auto& fact = read.fact;
    fact.ticket = number(row, "id");
    fact.requester = number(row, "requester_id");
    fact.opened_at = number(row, "opened_at");
    fact.answered_at = number(row, "answered_at");
    fact.resolved_at = number(row, "resolved_at");
    fact.first_minutes = number(row, "first_response_minutes");
    fact.resolution_minutes = number(row, "resolution_minutes");
    fact.right_role_minutes = number(row, "right_role_minutes");
    const auto state = tickets::state_from(row.text("state")).value();
    fact.due_at = tickets::is_waiting(state) ? nothing : number(row, "due_at");
    fact.state = static_cast<std::uint8_t>(state);
    fact.priority = small(row, "priority");
    fact.channel = kind(tickets::channel_from(row.text("channel")));
    fact.hops = small(row, "hops");
    fact.reopens = small(row, "reopens");
    fact.survey = row.is_null("helped") ? Fact::NotAsked : row.flag("helped") ? Fact::Helped : Fact::NotHelped;
    fact.flags = flags(row, fact);
    read.role = row.text("role_code");
    read.first_role = row.text("first_role");
    read.area = row.optional_text("area_key").value_or("");
    read.first_area = row.optional_text("first_area").value_or("");
    read.unit = row.is_null("unit_id") ? "" : std::to_string(row.unsigned_integer("unit_id"));
    read.version = row.text("first_version");
    read.reason = row.text("first_reason");
    return read;
}

/// Both come in the order of tickets.
void add_answers(std::vector<FactRow>& rows, db::Session& session, const db::Query& query, db::Parameters parameters) {
    auto at = rows.begin();
    session.each(query, parameters, [&](const db::Row& row) {
        while (at != rows.end() && at->fact.ticket < number(row, "ticket_id")) {
            ++at;
        }
        if (at != rows.end() && at->fact.ticket == number(row, "ticket_id")) {
            const auto within = row.optional_integer("within_target");
            at->answers.push_back({.fact = nothing,
                                   .asked_at = number(row, "asked_at"),
                                   .answered_at = number(row, "answered_at"),
                                   .minutes = number(row, "minutes"),
                                   .next = nothing,
                                   .flags = !within ? Fact::None : *within != 0 ? Fact::FirstWithin : Fact::FirstLate});
        }
    });
}

}  // namespace

std::vector<FactRow> read(db::Session& session, const std::vector<std::uint64_t>& tickets) {
    const auto ids = nlohmann::json(tickets).dump();
    std::vector<FactRow> rows;
    session.each(queries::reports::select_facts_of, {{"ids", ids}}, [&](const db::Row& row) { rows.push_back(read_row(row)); });
    add_answers(rows, session, queries::reports::select_later_answers_of, {{"ids", ids}});
    return rows;
}

void put(Table& table, const FactRow& row) {
    Fact fact = row.fact;
    fact.role = table.roles.number(row.role);
    fact.first_role = table.roles.number(row.first_role);
    fact.area = table.areas.number(row.area);
    fact.first_area = table.areas.number(row.first_area);
    fact.unit = table.units.number(row.unit);
    fact.version = table.versions.number(row.version);
    fact.reason = static_cast<std::uint8_t>(table.reasons.number(row.reason));
    table.put(fact, row.answers);
}

void each_piece(db::Database& database, std::uint64_t first, std::uint64_t last, const std::function<void(const std::vector<FactRow>&)>& use) {
    for (auto after = first - 1;;) {
        const auto rows = database.read([&](db::Session& session) {
            std::vector<FactRow> read;
            session.each(queries::reports::select_facts, {{"after_id", after}, {"last_id", last}, {"page_size", piece}},
                         [&](const db::Row& row) { read.push_back(read_row(row)); });
            if (!read.empty()) {
                add_answers(read, session, queries::reports::select_later_answers, {{"after_id", after}, {"last_id", read.back().fact.ticket}});
            }
            return read;
        });
        use(rows);
        if (rows.size() < piece) {
            return;
        }
        after = rows.back().fact.ticket;
    }
}

}  // namespace ansvar::reports::fact_rows
