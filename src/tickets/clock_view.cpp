#include "tickets/clock_view.hpp"

#include <chrono>

namespace ansvar::tickets {

namespace {

using clock::Measure;
using nlohmann::json;
using Kind = clock::Happening::Kind;
using Mode = clock::Stretch::Mode;

std::string word(Mode mode) { return mode == Mode::Running ? "running" : mode == Mode::Paused ? "paused" : "done"; }

std::string word(Kind kind) {
    switch (kind) {
        case Kind::HandedOver:
        case Kind::Rearranged: return "handed_over";
        case Kind::WorkedOn: return "worked_on";
        case Kind::WaitsForRequester: return "waiting_requester";
        case Kind::WaitsForOther: return "waiting_other";
        case Kind::Merged: return "merged";
        case Kind::Unmerged: return "unmerged";
        case Kind::Done: return "done";
        case Kind::Reopened: return "reopened";
        default: return "opened";
    }
}

std::int64_t wall_minutes(const clock::Length& length) { return std::chrono::floor<std::chrono::minutes>(length.wall).count(); }

std::optional<Timestamp> due_of(const clock::Ledger& ledger, Measure measure) {
    return measure == Measure::FirstResponse ? ledger.first_response_due : measure == Measure::NextResponse ? ledger.next_response_due : ledger.resolution_due;
}

json or_null(const std::optional<Timestamp>& time) { return time ? json(to_rfc3339(*time)) : json(); }
json or_null(const std::optional<std::int64_t>& number) { return number ? json(*number) : json(); }

json length_json(const clock::Length& length) { return {{"working_minutes", length.minutes()}, {"clock_minutes", wall_minutes(length)}}; }

json response_json(const clock::Response& response) {
    auto view = length_json(response.length);
    view.update({{"seq", response.seq}, {"asked_at", to_rfc3339(response.asked_at)}, {"answered_at", to_rfc3339(response.answered_at)}});
    return view;
}

}  // namespace

/// Kept, too late, or when it is to be; empty for what is neither promised nor asked for.
json ClockView::target(const clock::Ledger& ledger, Measure measure, const std::optional<Timestamp>& due) const {
    const auto& promised = minutes_of(ledger.target, measure);
    if (!promised || !due) {
        return {};
    }
    const auto kept_at = measure == Measure::FirstResponse && ledger.first_response ? std::optional{ledger.first_response->answered_at}
                         : measure == Measure::Resolution                          ? ledger.resolved_at
                                                                                    : std::nullopt;
    const bool stands_still = measure == Measure::Resolution && ledger.paused_at && !ledger.resolved_at;
    const bool late = kept_at.value_or(stands_still ? *due : wording.now()) > *due;
    const std::string standing = kept_at ? (late ? "kept_late" : "kept") : late ? "late" : stands_still ? "paused" : "open";
    auto view = wording.view(*due);
    view.update({{"what", wording.text("clock.target." + std::string{name(measure)})},
                 {"promised", wording.hours(*promised)},
                 {"standing", wording.text("clock.standing." + standing)},
                 {"late", late}});
    return view;
}

/// "0 min", too: a sum has no words for next to nothing.
std::string ClockView::shown(std::int64_t minutes) const {
    return minutes == 0 ? wording.format("duration.minutes", {{"minutes", "0"}}) : wording.hours(minutes);
}

std::string ClockView::why(const clock::Stretch& stretch) const {
    return wording.format("clock.cause." + word(stretch.cause), {{"role", roles.name(RoleCode{stretch.role}, wording.language())}});
}

json ClockView::row(const clock::Stretch& stretch, bool goes_on) const {
    const auto calendar = stretch.calendar.empty() ? wording.text("clock.plain_week")
                                                   : wording.format("clock.calendar", {{"name", stretch.calendar}, {"version", stretch.version}});
    return {{"from", wording.view(stretch.from)},
            {"to", goes_on ? json(false) : wording.view(stretch.to)},
            {"mode", word(stretch.mode)},
            {"runs", stretch.mode == Mode::Running},
            {"mode_word", wording.text("clock.mode." + word(stretch.mode))},
            {"why", why(stretch)},
            {"calendar", calendar},
            {"time", shown(stretch.length.minutes())}};
}

json ClockView::sum(const char* what, const clock::Length& length) const {
    return {{"what", wording.text("clock.sum." + std::string{what})}, {"work", shown(length.minutes())}, {"wall", shown(wall_minutes(length))}};
}

json ClockView::parts(const Ticket& ticket, const clock::Ledger& ledger) const {
    auto targets = json::array(), rows = json::array();
    for (const auto measure : clock::all_measures) {
        if (auto one = target(ledger, measure, due_of(ledger, measure)); !one.is_null()) {
            targets.push_back(std::move(one));
        }
    }
    for (std::size_t at = 0; at < ledger.stretches.size(); ++at) {
        rows.push_back(row(ledger.stretches[at], at + 1 == ledger.stretches.size()));
    }
    auto sums = json::array({sum(ledger.resolved_at ? "worked" : "worked_so_far", ledger.worked), sum("paused", ledger.paused)});
    if (ledger.first_response) {
        sums.push_back(sum("first_response", ledger.first_response->length));
    }
    for (const auto& response : ledger.next_responses) {
        sums.push_back(sum("next_response", response.length));
    }
    if (ledger.hops > 0) {
        sums.push_back(sum("to_role", ledger.to_role));
    }
    return {{"href", "/tickets/" + ticket.id.text() + "/clock"},
            {"why_title", wording.format("clock.why", {{"time", shown(ledger.worked.minutes())}})},
            {"has_targets", !targets.empty()},
            {"targets", std::move(targets)},
            {"rows", std::move(rows)},
            {"sums", std::move(sums)}};
}

json clock_json(const Ticket& ticket, const clock::Ledger& ledger) {
    auto stretches = json::array(), responses = json::array();
    for (const auto& one : ledger.stretches) {
        auto view = length_json(one.length);
        view.update({{"from", to_rfc3339(one.from)}, {"to", to_rfc3339(one.to)}, {"mode", word(one.mode)}, {"cause", word(one.cause)}, {"seq", one.seq},
                     {"role", one.role}, {"calendar", one.calendar}, {"calendar_version", one.version}});
        stretches.push_back(std::move(view));
    }
    for (const auto& one : ledger.next_responses) {
        responses.push_back(response_json(one));
    }
    auto targets = json::object();
    for (const auto measure : clock::all_measures) {
        targets[std::string{name(measure)}] = {{"minutes", or_null(minutes_of(ledger.target, measure))}, {"due_at", or_null(due_of(ledger, measure))}};
    }
    return {{"ticket", ticket.id.value},
            {"stretches", std::move(stretches)},
            {"targets", std::move(targets)},
            {"first_response", ledger.first_response ? response_json(*ledger.first_response) : json()},
            {"next_responses", std::move(responses)},
            {"asked_at", or_null(ledger.asked_at)},
            {"resolved_at", or_null(ledger.resolved_at)},
            {"worked", length_json(ledger.worked)},
            {"paused", length_json(ledger.paused)},
            {"paused_at", or_null(ledger.paused_at)},
            {"to_role", length_json(ledger.to_role)},
            {"hops", ledger.hops},
            {"reopens", ledger.reopens}};
}

}  // namespace ansvar::tickets
