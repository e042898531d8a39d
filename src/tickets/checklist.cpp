#include "tickets/checklist.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "queries/tickets.hpp"
#include "tickets/change.hpp"

namespace ansvar::tickets::checklist {

namespace {

namespace sql = queries::tickets;

constexpr std::size_t longest_item = 200, most_items = 50;
constexpr std::array<std::pair<What, std::string_view>, 3> names{{{What::Done, "done"}, {What::NotDone, "not_done"}, {What::Removed, "removed"}}};

void tell(Change& change, const std::string& text, std::string_view what) {
    change.happened(EventKind::ChecklistChanged, {{"text", text}, {"what", what}});
}

}  // namespace

std::optional<What> what_from(std::string_view name) {
    const auto found = std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.second == name; });
    return found == names.end() ? std::nullopt : std::optional{found->first};
}

std::vector<Item> list(db::Session& session, TicketId ticket) {
    std::vector<Item> items;
    for (const auto& row : session.rows(sql::select_checklist, {{"ticket_id", ticket}})) {
        items.push_back({.id = row.unsigned_integer("id"),
                         .text = row.text("text"),
                         .done_at = row.optional_time("done_at"),
                         .done_by = row.optional_text("done_by").value_or("")});
    }
    return items;
}

Result<Ticket, Refusal> add(Desk& desk, TicketId ticket, const std::string& typed, const identity::Person& by, std::optional<std::int64_t> version) {
    const auto text = std::string{trim(typed)};
    if (text.empty()) {
        return refuse(Refusal::invalid(field_fault("/item", "required")));
    }
    if (auto fault = line_fault("/item", text, longest_item)) {
        return refuse(Refusal::invalid(std::move(*fault)));
    }
    return desk.change(ticket, Action::Handle, by, version, [&](Change& change) -> std::optional<Refusal> {
        if (list(change.tx(), ticket).size() >= most_items) {
            return Refusal::invalid(field_fault("/item", "too-many", {{"limit", most_items}}));
        }
        change.tx().execute(sql::insert_checklist_item, {{"ticket_id", ticket}, {"text", text}, {"now", change.now()}});
        tell(change, text, "added");
        return {};
    });
}

Result<Ticket, Refusal> change(Desk& desk, TicketId ticket, std::uint64_t id, What what, const identity::Person& by, std::optional<std::int64_t> version) {
    return desk.change(ticket, Action::Handle, by, version, [&](Change& change) -> std::optional<Refusal> {
        const auto items = list(change.tx(), ticket);
        const auto item = std::find_if(items.begin(), items.end(), [&](const auto& each) { return each.id == id; });
        if (item == items.end()) {
            return Refusal::invalid(field_fault("/item", "unknown-value"));
        }
        if (what == What::Removed) {
            change.tx().execute(sql::delete_checklist_item, {{"id", id}, {"ticket_id", ticket}});
        } else if (item->done_at.has_value() == (what == What::Done)) {
            return {};
        } else {
            const bool done = what == What::Done;
            change.tx().execute(sql::update_checklist_item, {{"id", id},
                                                             {"ticket_id", ticket},
                                                             {"done_at", done ? std::optional{change.now()} : std::nullopt},
                                                             {"done_by_id", done ? std::optional{by.id} : std::nullopt}});
        }
        tell(change, item->text, std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.first == what; })->second);
        return {};
    });
}

}  // namespace ansvar::tickets::checklist
