#include "tickets/queue_view.hpp"

#include <algorithm>

#include "clock/hours.hpp"

namespace ansvar::tickets {

using nlohmann::json;

std::string QueueRowsView::group_of(const QueueRow& row) const {
    const auto now = wording.now();
    return !is_open(row.state)                       ? "done"
           : row.rests()                             ? "paused"
           : row.due_at < now                        ? "late"
           : row.due_at < stockholm_midnight(now, 1) ? "today"
                                                     : "later";
}

json QueueRowsView::due(const QueueRow& row) const {
    const auto now = wording.now();
    json view = {{"datetime", to_rfc3339(row.due_at)}, {"late", false}, {"kind", "later"}, {"text", wording.when(row.due_at)}, {"exact", due_words(row, wording.exact(row.due_at))}};
    if (!is_open(row.state)) {
        view["text"] = wording.text("state." + std::string{name(row.state)});
    } else if (row.snoozed_until) {
        view["kind"] = "paused";
        view["datetime"] = to_rfc3339(*row.snoozed_until);
        view["text"] = wording.format("due.back", {{"when", wording.day(*row.snoozed_until)}});
        view["exact"] = wording.format("due.exact_back", {{"when", wording.exact(*row.snoozed_until)}, {"due", due_words(row, wording.exact(row.due_at))}});
    } else if (is_waiting(row.state)) {
        const auto since = row.paused_at.value_or(row.opened_at);
        view["kind"] = "paused";
        view["text"] = wording.format("due.paused", {{"when", wording.day(since)}});
        view["exact"] = wording.format("due.exact_paused", {{"when", wording.exact(since)}});
    } else if (row.due_at < now) {
        view["kind"] = "late";
        view["late"] = true;
        view["text"] = wording.format("due.late", {{"duration", wording.duration(clock::working_minutes(row.due_at, now, calendars.of(row.role, row.unit)->hours))}});
        view["exact"] = wording.format("due.exact_late", {{"when", wording.exact(row.due_at)}});
    } else if (row.due_at < stockholm_midnight(now, 1)) {
        view["kind"] = "today";
        view["text"] = clock_time(row.due_at);
    } else if (!row.falls_due()) {
        view["datetime"] = to_rfc3339(row.opened_at);
        view["text"] = wording.text("due.none");
    }
    return view;
}

/// "Förfaller tis 24 nov 16:00", or that no time is set.
std::string QueueRowsView::due_words(const QueueRow& row, const std::string& when) const {
    return row.falls_due() ? wording.format("due.exact", {{"when", when}}) : wording.text("due.none");
}

json QueueRowsView::who_is_there(TicketId id) const {
    std::vector<presence::Present> here;
    std::copy_if(present.begin(), present.end(), std::back_inserter(here), [&](const auto& each) { return each.ticket == id; });
    if (here.empty()) {
        return false;
    }
    std::string said;
    for (const auto& sentence : presence::sentences(here, wording)) {
        said += (said.empty() ? "" : " ") + sentence;
    }
    return {{"text", said}, {"name", here.front().name}, {"more", here.size() > 1 ? json{{"count", here.size() - 1}} : json(false)},
            {"writes", here.front().is_writing}};
}

/// Above normal, and above what tickets of its area come with: a mark that every row of a queue has says nothing.
bool QueueRowsView::is_raised(const QueueRow& row) const {
    const auto* area = row.row_ref ? matrix.find(*row.row_ref) : nullptr;
    return row.priority > Priority::Normal && (!area || static_cast<int>(row.priority) > static_cast<int>(area->default_priority));
}

json QueueRowsView::row_view(const QueueRow& row) const {
    const auto state = std::string{name(row.state)};
    return {{"number", row.id.value},
            {"version", row.version},
            {"state", {{"code", state}, {"word", wording.text("state." + state)}}},
            {"subject", row.subject},
            {"role", names_roles ? json{{"code", row.role.value}} : json(false)},
            {"area", row.area.value_or("")},
            {"requester", row.requester},
            {"unread", row.state == State::New},
            {"urgent", is_raised(row) ? json{{"word", wording.text("priority." + std::string{name(row.priority)})}} : json(false)},
            {"holder", row.assignee ? json{{"name", row.assignee_name}, {"initials", initials(row.assignee_name)}} : json(false)},
            {"there", who_is_there(row.id)},
            {"due", due(row)},
            {"confidential", row.confidential}};
}

json QueueRowsView::groups(const std::vector<QueueRow>& rows) const {
    auto groups = json::array();
    for (const auto& row : rows) {
        const auto code = group_of(row);
        if (groups.empty() || groups.back()["code"] != code) {
            groups.push_back({{"code", code}, {"label", ""}, {"tickets", json::array()}});
        }
        groups.back()["tickets"].push_back(row_view(row));
    }
    for (auto& group : groups) {
        group["label"] = wording.format("queue.group." + group["code"].get<std::string>(), {{"count", std::to_string(group["tickets"].size())}});
    }
    return groups;
}

}  // namespace ansvar::tickets
