#include "tickets/my_tickets.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "queries/tickets.hpp"

namespace ansvar::tickets::my_tickets {

namespace {

constexpr std::array names{std::pair{"answered", List::Answered}, std::pair{"open", List::Open}, std::pair{"done", List::Done},
                           std::pair{"assigned", List::Assigned}, std::pair{"named", List::Named}};
/// Before everything that can have changed.
const QueueCursor from_the_top{Timestamp{std::chrono::sys_days{std::chrono::year{9000} / 1 / 1}}, TicketId{INT64_MAX}};

Line line_of(const db::Row& row, bool is_own) {
    return {.id = row.id<TicketId>("id"),
            .subject = row.text("subject"),
            .role = RoleCode{row.text("role_code")},
            .area = row.optional_text("area"),
            .state = state_from(row.text("state")).value(),
            .opened_at = row.time("opened_at"),
            .due_at = row.time("due_at"),
            .changed_at = row.time("changed_at"),
            .requester = is_own ? std::string{} : row.text("requester"),
            .assignee = is_own ? row.optional_text("assignee") : std::nullopt};
}

}  // namespace

std::optional<List> list_from(std::string_view name) {
    const auto found = std::find_if(names.begin(), names.end(), [&](const auto& each) { return name == each.first; });
    return found == names.end() ? std::nullopt : std::optional{found->second};
}

std::vector<Line> read(db::Session& session, List list, PersonId person, const std::optional<QueueCursor>& after, std::size_t limit, Timestamp now) {
    const auto place = after.value_or(from_the_top);
    const auto rows = is_paged(list) ? session.rows(queries::tickets::select_my_tickets, {{"person_id", person},
                                                                                          {"is_new", list == List::Answered},
                                                                                          {"is_open", list != List::Done},
                                                                                          {"now", now},
                                                                                          {"before_change", place.sort_at},
                                                                                          {"before_id", place.id},
                                                                                          {"page_size", static_cast<std::int64_t>(limit)}})
                      : list == List::Assigned ? session.rows(queries::tickets::select_assigned_to_me, {{"person_id", person}})
                                               : session.rows(queries::tickets::select_named_to_me, {{"person_id", person}});
    std::vector<Line> lines;
    std::transform(rows.begin(), rows.end(), std::back_inserter(lines), [&](const db::Row& row) { return line_of(row, is_paged(list)); });
    return lines;
}

}  // namespace ansvar::tickets::my_tickets
