#include "tickets/queue.hpp"

#include <nlohmann/json.hpp>

#include "core/number.hpp"
#include "core/text.hpp"
#include "queries/tickets.hpp"
#include "tickets/access.hpp"

namespace ansvar::tickets {

namespace {

/// One row more than the page was asked for: there is a next page.
QueuePage page_of(const std::vector<db::Row>& rows, std::size_t limit) {
    QueuePage page;
    for (const auto& row : rows) {
        if (page.rows.size() == limit) {
            page.next = QueueCursor{page.rows.back().sort_at, page.rows.back().id};
            break;
        }
        page.rows.push_back(read_queue_row(row));
    }
    return page;
}

}  // namespace

QueueRow read_queue_row(const db::Row& row) {
    return {.id = row.id<TicketId>("id"),
            .subject = row.text("subject"),
            .role = RoleCode{row.text("role_code")},
            .row_ref = row.optional_text("row_ref"),
            .area = row.optional_text("area"),
            .state = state_from(row.text("state")).value(),
            .priority = static_cast<Priority>(row.integer("priority")),
            .unit = row.optional_id<UnitId>("unit_id"),
            .due_at = row.time("due_at"),
            .sort_at = row.time("sort_at"),
            .paused_at = row.optional_time("paused_at"),
            .snoozed_until = row.optional_time("snoozed_until"),
            .opened_at = row.time("opened_at"),
            .assignee = row.optional_id<PersonId>("assignee_id"),
            .assignee_name = row.optional_text("assignee").value_or(""),
            .requester = row.text("requester"),
            .confidential = row.flag("confidential"),
            .version = row.integer("version")};
}

Timestamp paused_from(Timestamp now) { return now + std::chrono::hours{24 * 365 * 50}; }

std::string like_pattern(std::string_view words) {
    std::string pattern = "%";
    for (const char c : words) {
        if (c == '%' || c == '_' || c == '\\') {
            pattern += '\\';
        }
        pattern += c;
    }
    return pattern + '%';
}

std::string_view name(QueueView view) {
    switch (view) {
        case QueueView::All: return "all";
        case QueueView::Mine: return "mine";
        case QueueView::Unassigned: return "unassigned";
        case QueueView::Due: return "due";
        case QueueView::Waiting: return "waiting";
    }
    return "all";
}

std::optional<QueueView> queue_view_from(std::string_view word) {
    for (const auto view : {QueueView::All, QueueView::Mine, QueueView::Unassigned, QueueView::Due, QueueView::Waiting}) {
        if (name(view) == word) {
            return view;
        }
    }
    return {};
}

std::string QueueCursor::text() const { return std::to_string(sort_at.time_since_epoch().count()) + "-" + id.text(); }

std::optional<QueueCursor> QueueCursor::parse(std::string_view text) {
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) {
        return {};
    }
    const auto micros = whole_number<std::int64_t>(text.substr(0, dash));
    const auto id = whole_number<std::int64_t>(text.substr(dash + 1));
    // Years 1970–2300: what a DATETIME holds and our arithmetic reaches.
    if (!micros || !id || *micros > 10'413'792'000'000'000) {
        return {};
    }
    return QueueCursor{Timestamp{std::chrono::microseconds{*micros}}, TicketId{static_cast<std::uint64_t>(*id)}};
}

std::int64_t QueueCounts::of(QueueView view) const {
    switch (view) {
        case QueueView::All: return all;
        case QueueView::Mine: return mine;
        case QueueView::Unassigned: return unassigned;
        case QueueView::Due: return due;
        case QueueView::Waiting: return waiting;
    }
    return 0;
}

Queue::Queue(db::Session& session, RoleCode role, const identity::Person& reader, Timestamp now)
    : session_(session), role_(std::move(role)), reader_(reader), now_(now), sees_confidential_(sees_confidential_in(reader, role_)) {}

QueuePage Queue::page(QueueView view, const std::optional<QueueCursor>& after, std::size_t limit) const {
    return page_of(session_.rows(queries::tickets::select_queue_page, {{"role_code", role_},
                                                                       {"after_sort", after ? after->sort_at : Timestamp{}},
                                                                       {"after_id", after ? after->id : TicketId{}},
                                                                       {"view", name(view)},
                                                                       {"person_id", reader_.id},
                                                                       {"due_before", stockholm_midnight(now_, 1)},
                                                                       {"paused_from", paused_from(now_)},
                                                                       {"sees_confidential", sees_confidential_},
                                                                       {"page_size", limit + 1}}),
                   limit);
}

QueuePage Queue::done(const std::optional<QueueCursor>& before, std::size_t limit) const {
    return page_of(session_.rows(queries::tickets::select_done_page, {{"role_code", role_},
                                                                      {"before_id", before ? before->id : TicketId{INT64_MAX}},
                                                                      {"person_id", reader_.id},
                                                                      {"sees_confidential", sees_confidential_},
                                                                      {"page_size", limit + 1}}),
                   limit);
}

QueueCounts Queue::counts() const {
    const auto row = session_.row(queries::tickets::count_queue, {{"role_code", role_},
                                                                  {"person_id", reader_.id},
                                                                  {"due_before", stockholm_midnight(now_, 1)},
                                                                  {"paused_from", paused_from(now_)},
                                                                  {"sees_confidential", sees_confidential_}});
    return {row->integer("all_open"), row->integer("mine"), row->integer("unassigned"), row->integer("due"), row->integer("waiting")};
}

QueueCounts Queue::counts(const QueueMemory::Look& memory) const {
    const auto whose = role_.value + " " + reader_.id.text() + (sees_confidential_ ? " all " : " own ");
    return memory.get("counts " + whose + to_sql(stockholm_midnight(now_)), {role_}, [this] { return counts(); });
}

std::vector<std::pair<RoleCode, std::int64_t>> count_open(db::Session& session, const identity::Person& person,
                                                          const std::optional<std::pair<RoleCode, std::int64_t>>& known) {
    std::vector<std::pair<RoleCode, std::int64_t>> counts;
    auto codes = nlohmann::json::array();
    for (const auto& queue : person.queues) {
        const bool is_known = known && known->first == queue;
        counts.emplace_back(queue, is_known ? known->second : 0);
        if (!is_known) {
            codes.push_back(queue.value);
        }
    }
    if (codes.empty()) {
        return counts;
    }
    for (const auto& row : session.rows(queries::tickets::count_open_by_role,
                                         {{"role_codes", codes.dump()}, {"person_id", person.id}, {"sees_confidential", true}})) {
        for (auto& [role, open] : counts) {
            if (role.value == row.text("role_code")) {
                open = row.integer("open_tickets");
            }
        }
    }
    return counts;
}

}  // namespace ansvar::tickets
