#include "matrix/replay_view.hpp"

#include <fmt/format.h>

#include "core/text.hpp"

namespace ansvar::matrix {

namespace {

using nlohmann::json;
using Figure = Behind::Figure;

/// "87,5": a share of a whole in per cent, as the reader's language writes it.
std::string percent(std::uint64_t part, std::uint64_t whole, web::Language language) {
    auto number = fmt::format("{:.1f}", whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole));
    if (language == web::Language::Sv) {
        number.replace(number.find('.'), 1, ",");
    }
    return number;
}

}  // namespace

std::string ReplayView::path(const ReplayHead& replay) { return fmt::format("/matrix/drafts/{}/replays/{}", replay.draft.value, replay.id.value); }

std::string ReplayView::days(const PastQuestion& question) const {
    return format("replay.days", {{"from", moments_.date(question.from)}, {"to", moments_.date(question.until - std::chrono::hours{12})}});
}

json ReplayView::line(const ReplayHead& replay) const {
    const auto tickets = replay.tickets.value_or(0);
    auto about = days(replay.question);
    if (replay.question.role) {
        about += ", " + role(replay.question.role->value);
    }
    const auto progress = !replay.tickets          ? text("replay.counting")
                          : replay.is_under_way() ? format("replay.progress", {{"done", replay.done}, {"tickets", tickets}})
                                                  : format("replay.decided", {{"done", replay.done}});
    return {{"href", path(replay)},
            {"number", replay.id.text()},
            {"about", about},
            {"asked", moments_.view(replay.asked_at)},
            {"asked_by", replay.asked_by.empty() ? text("replay.by_command") : replay.asked_by},
            {"against", format("replay.against", {{"version", replay.before_name}})},
            {"state", text(fmt::format("replay.state.{}", to_string(replay.state)))},
            {"is_under_way", replay.is_under_way()},
            {"stop_asked", replay.stop_asked && replay.is_under_way()},
            {"done", replay.done},
            {"total", std::max<std::uint64_t>(tickets, 1)},
            {"progress", progress},
            {"right", replay.has_result() ? json(format("replay.right_short", {{"before", replay.result["right_before"].get<std::int64_t>()},
                                                                               {"after", replay.result["right_after"].get<std::int64_t>()},
                                                                               {"known", replay.result["final_known"].get<std::int64_t>()}}))
                                          : json(false)}};
}

json ReplayView::figure(const ReplayHead& replay, const json& count, const Behind& behind) const {
    auto href = fmt::format("{}/tickets?figure={}", path(replay), to_string(behind.figure));
    if (!behind.from.empty() || behind.figure == Figure::Area) {
        href += "&from=" + percent_encode(behind.from);
    }
    if (!behind.to.empty() || behind.figure == Figure::Area) {
        href += "&to=" + percent_encode(behind.to);
    }
    const auto number = count.get<std::uint64_t>();
    return {{"count", std::to_string(number)}, {"href", number > 0 ? json(href) : json(false)}};
}

json ReplayView::loads(const ReplayHead& replay, tickets::WaitingTimes& waits) const {
    auto lines = json::array();
    for (const auto& load : replay.result["loads"]) {
        const auto code = load["role"].get<std::string>();
        const auto before = load["before"].get<std::int64_t>(), after = load["after"].get<std::int64_t>();
        const auto wait = waits.first_response(std::nullopt, RoleCode{code});
        const bool is_known = wait && wait->basis == tickets::ExpectedWait::Basis::Role;
        const auto expected = [&](std::int64_t minutes) {
            return moments_.about(static_cast<std::int64_t>(static_cast<double>(minutes) * static_cast<double>(after) / static_cast<double>(before)));
        };
        lines.push_back({{"role", role(code)},
                         {"before", figure(replay, before, {Figure::Before, code, {}})},
                         {"after", figure(replay, after, {Figure::After, code, {}})},
                         {"difference", fmt::format("{:+}", after - before)},
                         {"wait_now", is_known ? moments_.about(wait->median_minutes) : text("replay.wait_unknown")},
                         {"wait_then", is_known && before > 0 ? expected(wait->median_minutes) : text("replay.wait_unknown")}});
    }
    return lines;
}

std::string ReplayView::area(const std::string& key, const replays::Compared& matrices) const {
    if (key.empty()) {
        return text("replay.no_area");
    }
    const auto* found = matrices.after.matrix.find(key);
    found = found != nullptr ? found : matrices.before.matrix.find(key);
    return found != nullptr ? found->name : key;
}

json ReplayView::moves(const ReplayHead& replay, const json& moves, Figure kind, const replays::Compared& matrices) const {
    auto lines = json::array();
    for (const auto& move : moves) {
        const auto from = move["from"].get<std::string>(), to = move["to"].get<std::string>();
        const auto name = [&](const std::string& end) { return kind == Figure::Area ? area(end, matrices) : role(end); };
        lines.push_back({{"from", name(from)},
                         {"to", name(to)},
                         {"tickets", figure(replay, move["tickets"], {kind, from, to})},
                         {"made_right", std::to_string(move["made_right"].get<std::int64_t>())},
                         {"made_wrong", std::to_string(move["made_wrong"].get<std::int64_t>())}});
    }
    return lines;
}

json ReplayView::result(const ReplayHead& replay, const replays::Compared& matrices, tickets::WaitingTimes& waits) const {
    constexpr std::size_t most_areas = 60;
    const auto& sums = replay.result;
    const auto known = sums["final_known"].get<std::uint64_t>(), before = sums["right_before"].get<std::uint64_t>(),
               after = sums["right_after"].get<std::uint64_t>(), all = sums["tickets"].get<std::uint64_t>();
    auto areas = moves(replay, sums["areas"], Figure::Area, matrices);
    const auto left_out = areas.size() > most_areas ? areas.size() - most_areas : 0;
    areas.erase(areas.begin() + static_cast<std::ptrdiff_t>(areas.size() - left_out), areas.end());
    auto roles = moves(replay, sums["roles"], Figure::Role, matrices);
    return {{"tickets", figure(replay, sums["tickets"], {Figure::All, {}, {}})},
            {"moved", std::to_string(all - sums["unchanged"].get<std::uint64_t>())},
            {"unchanged", figure(replay, sums["unchanged"], {Figure::Unchanged, {}, {}})},
            {"before_share", percent(before, known, language_)},
            {"after_share", percent(after, known, language_)},
            {"right_note", format("replay.right_note", {{"before", before}, {"after", after}, {"known", known}})},
            {"made_right", figure(replay, sums["made_right"], {Figure::MadeRight, {}, {}})},
            {"made_wrong", figure(replay, sums["made_wrong"], {Figure::MadeWrong, {}, {}})},
            {"wrong_both", figure(replay, sums["wrong_both"], {Figure::WrongBoth, {}, {}})},
            {"has_roles", !roles.empty()},
            {"roles", std::move(roles)},
            {"has_areas", !areas.empty()},
            {"areas", std::move(areas)},
            {"areas_left_out", left_out > 0 ? json(format("replay.areas_left_out", {{"count", left_out}})) : json(false)},
            {"loads", loads(replay, waits)}};
}

std::string ReplayView::heading(const Behind& behind, const replays::Compared& matrices) const {
    const auto key = fmt::format("replay.list.{}", to_string(behind.figure));
    const auto name = [&](const std::string& end) { return behind.figure == Figure::Area ? area(end, matrices) : role(end); };
    const bool has_both = behind.figure == Figure::Area || behind.figure == Figure::Role;
    const bool has_one = behind.figure == Figure::Before || behind.figure == Figure::After;
    return has_both  ? format(key, {{"from", name(behind.from)}, {"to", name(behind.to)}})
           : has_one ? format(key, {{"role", name(behind.from)}})
                     : text(key);
}

json ReplayView::tickets(const ReplayedPage& page, const ReplayHead& replay, const Behind& behind, const replays::Compared& matrices) const {
    const auto names = matrices.names();
    const auto placed = [&](const routing::Placed& where) {
        const auto& key = names.area(where.area);
        return format("replay.placed", {{"role", role(names.role(where.role))}, {"area", area(key, matrices)}});
    };
    auto lines = json::array();
    for (const auto& [ticket, outcome] : page.tickets) {
        lines.push_back({{"number", ticket.id.text()},
                         {"href", "/tickets/" + ticket.id.text()},
                         {"subject", ticket.subject},
                         {"filed", moments_.view(ticket.opened_at)},
                         {"before", placed(outcome.before)},
                         {"after", placed(outcome.after)},
                         {"solved_by", outcome.is_final_known ? role(ticket.role.value) : text("replay.not_solved")}});
    }
    const auto words = heading(behind, matrices);
    return {{"heading", words},
            {"count", format("replay.list_count", {{"count", page.count}})},
            {"hidden", page.hidden > 0 ? json(format("replay.hidden", {{"count", page.hidden}})) : json(false)},
            {"has_tickets", !lines.empty()},
            {"tickets", std::move(lines)},
            {"next", page.next ? json(figure(replay, 1, behind)["href"].get<std::string>() + "&after=" + page.next->text()) : json(false)}};
}

}  // namespace ansvar::matrix
