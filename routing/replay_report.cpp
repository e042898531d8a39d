#include "routing/replay_report.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace ansvar::routing {
namespace {

using Numbers = std::pair<std::uint32_t, std::uint32_t>;  // from, to

/// Movements by the numbers of their ends.
class Movements {
public:
    void add(Numbers ends, const Outcome& outcome) {
        if (ends.first == ends.second) {
            return;
        }
        auto& movement = by_ends_[ends];
        movement.tickets.push_back(outcome.ticket);
        movement.made_right += !outcome.was_right && outcome.is_right ? 1U : 0U;
        movement.made_wrong += outcome.was_right && !outcome.is_right ? 1U : 0U;
    }

    template <class NameOf>
    std::vector<Movement> sorted(const NameOf& name_of) && {
        std::vector<Movement> all;
        for (auto& [ends, movement] : by_ends_) {
            movement.from = name_of(ends.first);
            movement.to = name_of(ends.second);
            std::sort(movement.tickets.begin(), movement.tickets.end());
            all.push_back(std::move(movement));
        }
        std::sort(all.begin(), all.end(), [](const Movement& a, const Movement& b) {
            const bool are_as_many = a.tickets.size() == b.tickets.size();
            return are_as_many ? std::tie(a.from, a.to) < std::tie(b.from, b.to) : a.tickets.size() > b.tickets.size();
        });
        return all;
    }

private:
    std::map<Numbers, Movement> by_ends_;
};

void judge(const Outcome& outcome, ReplayReport& report) {
    if (!outcome.is_final_known) {
        return;
    }
    ++report.final_known;
    report.right_before += outcome.was_right ? 1U : 0U;
    report.right_after += outcome.is_right ? 1U : 0U;
    if (outcome.was_right != outcome.is_right) {
        (outcome.is_right ? report.made_right : report.made_wrong).push_back(outcome.ticket);
    } else if (!outcome.is_right) {
        report.wrong_both.push_back(outcome.ticket);
    }
}

std::vector<RoleLoad> loads_of(const std::vector<Outcome>& outcomes, const ReplayNames& names) {
    std::map<std::uint32_t, RoleLoad> by_number;
    for (const auto& outcome : outcomes) {
        ++by_number[outcome.before.role].before;
        ++by_number[outcome.after.role].after;
    }
    std::vector<RoleLoad> loads;
    for (auto& [number, load] : by_number) {
        load.role = names.role(number);
        loads.push_back(std::move(load));
    }
    return loads;
}

std::string movement_line(const Movement& movement) {
    const auto name = [](const std::string& end) { return end.empty() ? std::string("(no area)") : end; };
    return "  " + name(movement.from) + " → " + name(movement.to) + ": " + std::to_string(movement.tickets.size()) + ", made right " +
           std::to_string(movement.made_right) + ", made wrong " + std::to_string(movement.made_wrong) + "\n";
}

}  // namespace

ReplayReport report_of(const std::vector<Outcome>& outcomes, const ReplayNames& names) {
    ReplayReport report;
    report.tickets = outcomes.size();
    Movements roles;
    Movements areas;
    for (const auto& outcome : outcomes) {
        report.unchanged += outcome.before.role == outcome.after.role && outcome.before.area == outcome.after.area ? 1U : 0U;
        roles.add({outcome.before.role, outcome.after.role}, outcome);
        areas.add({outcome.before.area, outcome.after.area}, outcome);
        judge(outcome, report);
    }
    report.roles = std::move(roles).sorted([&](std::uint32_t number) { return names.role(number); });
    report.areas = std::move(areas).sorted([&](std::uint32_t number) { return names.area(number); });
    report.loads = loads_of(outcomes, names);
    for (auto* ids : {&report.made_right, &report.made_wrong, &report.wrong_both}) {
        std::sort(ids->begin(), ids->end());
    }
    return report;
}

std::string to_text(const ReplayReport& report) {
    std::string text = std::to_string(report.tickets) + " tickets, " + std::to_string(report.unchanged) + " unchanged\n";
    text += "right role before " + std::to_string(report.right_before) + ", after " + std::to_string(report.right_after) + ", of " +
            std::to_string(report.final_known) + " whose role is known\n";
    text += "to another role\n";
    for (const auto& movement : report.roles) {
        text += movement_line(movement);
    }
    text += "to another area\n";
    for (const auto& movement : report.areas) {
        text += movement_line(movement);
    }
    text += "tickets of each role, before and after\n";
    for (const auto& load : report.loads) {
        text += "  " + load.role + ": " + std::to_string(load.before) + ", " + std::to_string(load.after) + "\n";
    }
    return text;
}

}  // namespace ansvar::routing
