#include "reports/ticket_list_view.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

namespace ansvar::reports {

namespace {

using nlohmann::json;

std::string heading(const Selection& selection, const Wording& wording) {
    const auto key = selection.is_measured() ? fmt::format("report.list.{}", name(selection.measure)) : fmt::format("report.list.{}", name(selection.at));
    const bool is_now = selection.at == At::Open || selection.at == At::Overdue || selection.at == At::Unassigned;
    auto words = is_now ? wording.text(key) : wording.format(key, {{"period", wording.period(selection.period)}});
    const auto about = wording.filter(selection.filter);
    return about.empty() ? words : words + ": " + about;
}

/// What part of the figure it is, when it is one.
std::string part(const Selection& selection, const Wording& wording) {
    std::string words;
    const auto add = [&](const std::string& more) { words += more + ' '; };
    if (selection.age) {
        add(wording.format("report.part.age", {{"age", wording.text(fmt::format("report.age.{}", *selection.age))}}));
    }
    if (selection.hour) {
        add(wording.format("report.part.hour", {{"day", wording.text(fmt::format("weekday.long.{}", *selection.hour / 24 + 1))}, {"hour", fmt::format("{:02}", *selection.hour % 24)}}));
    }
    if (selection.hops) {
        add(wording.text(fmt::format("report.part.hops{}", *selection.hops)));
    }
    if (selection.first_role) {
        add(wording.format("report.part.from", {{"role", wording.role(RoleCode{*selection.first_role})}}));
    }
    if (selection.first_area) {
        add(wording.format("report.part.area", {{"area", wording.area(*selection.first_area)}}));
    }
    if (selection.version) {
        add(wording.format("report.part.version", {{"version", *selection.version}}));
    }
    if (selection.at == At::Within || selection.at == At::Targeted) {
        add(wording.text(fmt::format("report.part.{}", name(selection.at))));
    }
    return words;
}

/// How the list stands to its figure, and how much of it is on this page.
std::string shown(const TicketPage& page, const Selection& selection, const Wording& wording) {
    auto words = part(selection, wording);
    const auto limit = selection.at == At::Median ? page.spread.median : page.spread.nine_of_ten;
    if (limit && (selection.at == At::Median || selection.at == At::NineOfTen)) {
        words += wording.format(fmt::format("report.within.{}", name(selection.measure)),
                                {{"count", page.count},
                                 {"total", page.spread.count},
                                 {"duration", selection.by_wall_clock ? wording.format("report.wall", {{"duration", wording.hours(*limit)}}) : wording.duration(*limit)}}) +
                 ' ';
    }
    return words + wording.format("queue.shown", {{"shown", page.tickets.size()}, {"count", page.count}});
}

json row(const Listed& ticket, const Selection& selection, const Wording& wording) {
    return {{"number", ticket.id.text()},
            {"href", "/tickets/" + ticket.id.text()},
            {"subject", ticket.subject},
            {"role", wording.role(ticket.role)},
            {"state", {{"code", ticket.state}, {"word", wording.text("state." + ticket.state)}}},
            {"filed", wording.view(ticket.opened_at)},
            {"first", wording.figure(ticket.first_response_minutes)},
            {"resolution", wording.figure(ticket.resolution_minutes)},
            {"measured", !ticket.minutes ? std::string{} : selection.by_wall_clock ? wording.hours(*ticket.minutes) : wording.figure(ticket.minutes)}};
}

}  // namespace

json ticket_list_view(const TicketPage& page, const Selection& selection, const Wording& wording) {
    json tickets = json::array();
    for (const auto& ticket : page.tickets) {
        tickets.push_back(row(ticket, selection, wording));
    }
    const auto words = heading(selection, wording);
    return {{"title", words},
            {"nav", "overview"},
            {"back", "/overview?" + query_of(selection.period) + selection.filter.query()},
            {"measure", selection.is_measured() ? wording.text(fmt::format("measure.{}", name(selection.measure))) : std::string{}},
            {"heading", words},
            {"shown", page.count == 0 ? std::string{} : shown(page, selection, wording)},
            {"has_tickets", !page.tickets.empty()},
            {"tickets", std::move(tickets)},
            {"more", page.next ? json{{"href", selection.url() + "&after=" + page.next->text()}} : json(false)}};
}

}  // namespace ansvar::reports
