#include "matrix/health.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/text.hpp"
#include "routing/text.hpp"

namespace ansvar::matrix {

namespace {

using Areas = MatrixHealth::Areas;

bool is_relative(const routing::Matrix& matrix, const std::string& code) {
    const auto* role = matrix.find_role(code);
    return role != nullptr && role->kind == routing::RoleKind::Relative;
}

/// Those who work in a role's queue that day, themselves or because theirs shares it.
std::set<routing::PersonNumber> people_of(const routing::Staff& staff, const std::string& code, const routing::Day& day) {
    std::set<routing::PersonNumber> people;
    const auto add = [&](const std::string& role) {
        for (const auto person : staff.holders(role, {}, day)) {
            people.insert(person);
        }
    };
    add(code);
    if (const auto* role = staff.find_role(code)) {
        for (const auto& sharer : role->shared_by) {
            add(sharer);
        }
    }
    return people;
}

/// Gathers what is found about leads: many rows have the same.
class Leads {
public:
    Leads(const routing::Matrix& matrix, const routing::Staff& staff, const routing::Day& day) : matrix_(matrix), staff_(staff), day_(day) {}

    void look_at(const routing::Area& area) {
        const auto& lead = area.lead();
        if (lead.role.empty()) {
            const auto* person = staff_.find_by_initials(lead.holder);
            person != nullptr ? on_one_[person->id].push_back(&area) : people_unheld_[lead.holder].push_back(&area);
        } else if (!is_relative(matrix_, lead.role)) {
            const auto people = people_of(staff_, lead.role, day_);
            if (people.empty()) {
                roles_unheld_[lead.role].push_back(&area);
            } else if (people.size() == 1) {
                on_one_[*people.begin()].push_back(&area);
            }
        }
    }

    std::vector<MatrixHealth::Unheld> unheld() const {
        std::vector<MatrixHealth::Unheld> all;
        for (const auto& [role, areas] : roles_unheld_) {
            all.push_back({role, {}, areas});
        }
        for (const auto& [initials, areas] : people_unheld_) {
            all.push_back({{}, initials, areas});
        }
        return all;
    }

    std::vector<MatrixHealth::OnOne> on_one() const {
        std::vector<MatrixHealth::OnOne> all;
        for (const auto& [person, areas] : on_one_) {
            const bool is_missing = !staff_.find_present(person, day_);
            all.push_back({person, staff_.find(person)->name, is_missing ? staff_.away_until(person, day_) : std::nullopt, areas});
        }
        std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
            return a.away_until.has_value() != b.away_until.has_value() ? a.away_until.has_value() : a.areas.size() > b.areas.size();
        });
        return all;
    }

private:
    const routing::Matrix& matrix_;
    const routing::Staff& staff_;
    const routing::Day& day_;
    std::map<std::string, Areas> roles_unheld_;
    std::map<std::string, Areas> people_unheld_;
    std::map<routing::PersonNumber, Areas> on_one_;
};

std::vector<MatrixHealth::Twice> same_names(const routing::Matrix& matrix) {
    std::map<std::string, Areas> by_name;
    for (const auto& area : matrix.areas()) {
        by_name[lower(trim(area.name))].push_back(&area);
    }
    std::vector<MatrixHealth::Twice> twice;
    for (const auto& [name, areas] : by_name) {
        if (areas.size() > 1) {
            twice.push_back({areas.front()->name, areas});
        }
    }
    return twice;
}

double share(const MatrixHealth::WrongDoors& row) { return static_cast<double>(row.moved) / static_cast<double>(row.routed); }

std::vector<MatrixHealth::WrongDoors> often_wrong(const routing::Matrix& matrix, const MatrixUse& use) {
    std::vector<MatrixHealth::WrongDoors> rows;
    for (const auto& row : use.rows) {
        const MatrixHealth::WrongDoors doors{matrix.find(row.area), row.routed, row.moved};
        if (doors.area != nullptr && row.routed >= fewest_routed && share(doors) >= share_of_wrong_doors) {
            rows.push_back(doors);
        }
    }
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return share(a) > share(b); });
    return rows;
}

Areas without_tickets(const routing::Matrix& matrix, const MatrixUse& use) {
    std::set<std::string> used;
    for (const auto& row : use.rows) {
        if (row.tickets > 0) {
            used.insert(row.area);
        }
    }
    Areas unused;
    for (const auto& area : matrix.areas()) {
        if (!used.contains(area.key)) {
            unused.push_back(&area);
        }
    }
    return unused;
}

}  // namespace

MatrixHealth examine(const routing::Matrix& matrix, const routing::Staff& staff, const routing::Day& day, const MatrixUse& use) {
    Leads leads{matrix, staff, day};
    for (const auto& area : matrix.areas()) {
        leads.look_at(area);
    }
    return {.unheld = leads.unheld(),
            .on_one = leads.on_one(),
            .twice = same_names(matrix),
            .unused = without_tickets(matrix, use),
            .wrong_doors = often_wrong(matrix, use)};
}

std::vector<TextGroup> group_texts(const std::vector<UnplacedText>& texts) {
    constexpr std::size_t fewest_of_group = 2, shortest_word = 3, most_groups = 20;
    std::map<std::string, TextGroup> by_stem;
    for (const auto& each : texts) {
        for (const auto& token : routing::tokens_of(each.text)) {
            if (!token.is_common && !token.has_digit && !token.is_name_like && token.folded.size() >= shortest_word) {
                auto& group = by_stem[token.stem];
                group.word = group.word.empty() ? lower(token.written) : group.word;
                if (group.tickets.empty() || group.tickets.back() != each.ticket) {
                    group.tickets.push_back(each.ticket);
                }
            }
        }
    }
    std::vector<TextGroup> groups;
    while (groups.size() < most_groups) {
        const auto largest = std::max_element(by_stem.begin(), by_stem.end(), [](const auto& a, const auto& b) { return a.second.tickets.size() < b.second.tickets.size(); });
        if (largest == by_stem.end() || largest->second.tickets.size() < fewest_of_group) {
            break;
        }
        groups.push_back(std::move(largest->second));
        by_stem.erase(largest);
        const std::set<std::uint64_t> taken{groups.back().tickets.begin(), groups.back().tickets.end()};
        for (auto& [stem, group] : by_stem) {  // a text is in one group
            std::erase_if(group.tickets, [&](std::uint64_t ticket) { return taken.contains(ticket); });
        }
    }
    return groups;
}

}  // namespace ansvar::matrix
