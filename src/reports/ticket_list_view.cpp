#include "reports/ticket_list_view.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

namespace ansvar::reports {

namespace {

using nlohmann::json;

std::string_view heading_key(const Selection& selection) {
    switch (selection.at) {
        case At::Open:
            return "report.tickets.open";
        case At::Overdue:
            return "report.tickets.late";
        case At::New:
            return "report.tickets.opened";
        case At::All:
        case At::Median:
        case At::NineOfTen:
            break;
    }
    return selection.measure == Measure::FirstResponse ? "report.tickets.answered" : "report.tickets.resolved";
}

std::string heading(const Selection& selection, const Wording& wording) {
    const bool is_now = selection.at == At::Open || selection.at == At::Overdue;
    auto words = is_now ? wording.text(heading_key(selection))
                        : wording.format(heading_key(selection), {{"period", wording.period(selection.period)}});
    return selection.role ? wording.format("report.tickets_of_role", {{"heading", words}, {"role", wording.role(*selection.role)}}) : words;
}

/// How the list stands to its figure, and how much of it is on this page.
std::string shown(const TicketPage& page, const Selection& selection, const Wording& wording) {
    std::string words;
    const auto limit = selection.at == At::Median ? page.spread.median : page.spread.nine_of_ten;
    if (limit && (selection.at == At::Median || selection.at == At::NineOfTen)) {
        words = wording.format(fmt::format("report.within.{}", name(selection.measure)),
                               {{"count", page.count}, {"total", page.spread.count}, {"duration", wording.duration(*limit)}}) +
                ' ';
    }
    return words + wording.format("queue.shown", {{"shown", page.tickets.size()}, {"count", page.count}});
}

json row(const Listed& ticket, const Wording& wording) {
    return {{"number", ticket.id.text()},
            {"href", "/tickets/" + ticket.id.text()},
            {"subject", ticket.subject},
            {"role", wording.role(ticket.role)},
            {"state", {{"code", ticket.state}, {"word", wording.text("state." + ticket.state)}}},
            {"filed", wording.view(ticket.opened_at)},
            {"first", wording.figure(ticket.first_response_minutes)},
            {"resolution", wording.figure(ticket.resolution_minutes)}};
}

}  // namespace

json ticket_list_view(const TicketPage& page, const Selection& selection, const Wording& wording) {
    json tickets = json::array();
    for (const auto& ticket : page.tickets) {
        tickets.push_back(row(ticket, wording));
    }
    const auto words = heading(selection, wording);
    return {{"title", words},
            {"nav", "overview"},
            {"back", "/overview?" + query_of(selection.period)},
            {"heading", words},
            {"shown", page.count == 0 ? std::string{} : shown(page, selection, wording)},
            {"has_tickets", !page.tickets.empty()},
            {"tickets", std::move(tickets)},
            {"more", page.next ? json{{"href", selection.url() + "&after=" + page.next->text()}} : json(false)}};
}

}  // namespace ansvar::reports
