#include "routing/staff.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace ansvar::routing {

namespace {

bool covers(const Day& first, const Day& last, const Day& day) {
    return (first.empty() || first <= day) && (last.empty() || last >= day);
}

template <class List, class Value>
bool contains(const List& list, const Value& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

Staff::Staff(StaffRecords records) : roles_(std::move(records.roles)) {
    for (auto& person : records.people) {
        if (!person.initials.empty() && !person.has_left) {
            const auto [known, is_new] = by_initials_.try_emplace(person.initials, person.id);
            known->second = std::min(known->second, person.id);
        }
        people_.insert_or_assign(person.id, std::move(person));
    }
    for (const auto& unit : records.units) {
        units_.insert_or_assign(unit.id, unit);
    }
    for (auto& holding : records.holdings) {
        auto role = holding.role;
        holdings_[std::move(role)].push_back(std::move(holding));
    }
    for (auto& [role, holdings] : holdings_) {
        std::sort(holdings.begin(), holdings.end(), [](const StaffHolding& a, const StaffHolding& b) {
            return std::tie(a.position, a.person, a.unit, a.first) < std::tie(b.position, b.person, b.unit, b.first);
        });
    }
    for (auto& absence : records.absences) {
        absences_[absence.person].push_back(std::move(absence));
    }
}

const StaffPerson* Staff::find(PersonNumber person) const {
    const auto found = people_.find(person);
    return found == people_.end() ? nullptr : &found->second;
}

const StaffPerson* Staff::find_by_initials(std::string_view initials) const {
    const auto found = by_initials_.find(initials);
    return found == by_initials_.end() ? nullptr : find(found->second);
}

const Role* Staff::find_role(std::string_view code) const {
    const auto found = std::find_if(roles_.begin(), roles_.end(), [&](const Role& role) { return role.code == code; });
    return found == roles_.end() ? nullptr : &*found;
}

bool Staff::is_away(PersonNumber person, const Day& day) const {
    return away_until(person, day).has_value();
}

std::optional<Day> Staff::away_until(PersonNumber person, const Day& day) const {
    const auto found = absences_.find(person);
    if (found == absences_.end()) {
        return std::nullopt;
    }
    std::optional<Day> last;
    for (const auto& absence : found->second) {
        if (covers(absence.first, absence.last, day) && !(last && last->empty())) {
            last = absence.last.empty() ? Day{} : std::max(last.value_or(""), absence.last);
        }
    }
    return last;
}

std::optional<PersonNumber> Staff::find_present(PersonNumber person, const Day& day) const {
    std::vector<PersonNumber> asked;
    for (auto current = person; !contains(asked, current);) {
        const auto* known = find(current);
        if (known == nullptr || known->has_left) {
            return std::nullopt;
        }
        if (!is_away(current, day)) {
            return current;
        }
        asked.push_back(current);
        for (const auto& absence : absences_.at(current)) {
            if (covers(absence.first, absence.last, day) && absence.substitute) {
                current = *absence.substitute;
                break;
            }
        }
    }
    return std::nullopt;
}

std::vector<UnitNumber> Staff::chain_of(std::optional<UnitNumber> unit) const {
    std::vector<UnitNumber> chain;
    while (unit && !contains(chain, *unit)) {
        const auto found = units_.find(*unit);
        if (found == units_.end()) {
            break;
        }
        chain.push_back(*unit);
        unit = found->second.parent;
    }
    return chain;
}

std::vector<UnitNumber> Staff::units_within(UnitNumber unit) const {
    std::vector<UnitNumber> within;
    for (const auto& [id, one] : units_) {
        const auto chain = chain_of(id);
        if (std::find(chain.begin(), chain.end(), unit) != chain.end()) {
            within.push_back(id);
        }
    }
    std::sort(within.begin(), within.end());
    return within;
}

std::vector<PersonNumber> Staff::heads_of(std::optional<UnitNumber> unit) const {
    std::vector<PersonNumber> heads;
    for (const auto one : chain_of(unit)) {
        if (const auto head = units_.at(one).head; head && !contains(heads, *head)) {
            heads.push_back(*head);
        }
    }
    return heads;
}

bool Staff::counts(const StaffHolding& holding, const Day& day) const {
    const auto* person = find(holding.person);
    return person != nullptr && !person->has_left && covers(holding.first, holding.last, day);
}

template <class Fits>
std::vector<PersonNumber> Staff::holders_where(std::string_view role, const Day& day, const Fits& fits) const {
    std::vector<PersonNumber> holders;
    const auto held = holdings_.find(role);
    if (held == holdings_.end()) {
        return holders;
    }
    for (const auto& holding : held->second) {
        if (fits(holding) && counts(holding, day) && !contains(holders, holding.person)) {
            holders.push_back(holding.person);
        }
    }
    return holders;
}

std::vector<std::string> Staff::roles_of_queue(std::string_view queue) const {
    std::vector<std::string> roles{std::string{queue}};
    if (const auto* role = find_role(queue)) {
        roles.insert(roles.end(), role->shared_by.begin(), role->shared_by.end());
    }
    return roles;
}

bool Staff::is_held(std::string_view role, const Day& day) const {
    const auto roles = roles_of_queue(role);
    return std::any_of(roles.begin(), roles.end(), [&](const std::string& one) {
        const auto held = holdings_.find(one);
        return held != holdings_.end() &&
               std::any_of(held->second.begin(), held->second.end(), [&](const StaffHolding& holding) { return counts(holding, day); });
    });
}

std::vector<PersonNumber> Staff::holders(std::string_view role, std::optional<UnitNumber> unit, const Day& day) const {
    const auto own = unit_with_holders(role, unit, day);
    auto answering = holders_where(role, day, [&](const StaffHolding& holding) { return holding.unit == own; });
    return answering.empty() ? holders_where(role, day, [](const StaffHolding&) { return true; }) : answering;
}

std::optional<UnitNumber> Staff::unit_with_holders(std::string_view role, std::optional<UnitNumber> unit, const Day& day) const {
    for (const auto one : chain_of(unit)) {
        if (!holders_where(role, day, [&](const StaffHolding& holding) { return holding.unit == one; }).empty()) {
            return one;
        }
    }
    return std::nullopt;
}

std::vector<PersonNumber> Staff::working_in(std::string_view queue, const Day& day) const {
    std::map<PersonNumber, unsigned> positions;
    for (const auto& role : roles_of_queue(queue)) {
        const auto held = holdings_.find(role);
        if (held == holdings_.end()) {
            continue;
        }
        for (const auto& holding : held->second) {
            if (counts(holding, day)) {
                const auto [known, is_new] = positions.try_emplace(holding.person, holding.position);
                known->second = std::min(known->second, holding.position);
            }
        }
    }
    std::vector<PersonNumber> people;
    std::transform(positions.begin(), positions.end(), std::back_inserter(people), [](const auto& each) { return each.first; });
    std::sort(people.begin(), people.end(), [&](PersonNumber a, PersonNumber b) {
        return std::tie(positions.at(a), find(a)->name, a) < std::tie(positions.at(b), find(b)->name, b);
    });
    return people;
}

bool Staff::is_held_by_unit(std::string_view queue) const {
    const auto roles = roles_of_queue(queue);
    return std::any_of(roles.begin(), roles.end(), [&](const std::string& role) {
        const auto held = holdings_.find(role);
        return held != holdings_.end() &&
               std::any_of(held->second.begin(), held->second.end(), [](const StaffHolding& holding) { return holding.unit.has_value(); });
    });
}

std::map<PersonNumber, PersonNumber> Staff::in_place_of_holders(std::string_view queue, std::optional<UnitNumber> unit,
                                                                const Day& day) const {
    std::vector<PersonNumber> hearing, everybody;
    for (const auto& role : roles_of_queue(queue)) {
        const auto own = holders(role, unit, day);
        hearing.insert(hearing.end(), own.begin(), own.end());
        const auto all = holders_where(role, day, [](const StaffHolding&) { return true; });
        everybody.insert(everybody.end(), all.begin(), all.end());
    }
    std::map<PersonNumber, PersonNumber> places;
    for (const auto holder : everybody) {
        if (!contains(hearing, holder)) {
            places[holder] = 0;
        } else if (const auto present = find_present(holder, day); present && *present != holder) {
            places[holder] = *present;
        }
    }
    return places;
}

std::vector<std::string> Staff::roles_in_stead(PersonNumber person, const Day& day) const {
    std::vector<std::string> roles;
    for (const auto& [role, holdings] : holdings_) {
        const bool stands_in = std::any_of(holdings.begin(), holdings.end(), [&](const StaffHolding& holding) {
            return holding.person != person && counts(holding, day) && find_present(holding.person, day) == person;
        });
        if (stands_in) {
            roles.push_back(role);
        }
    }
    return roles;
}

}  // namespace ansvar::routing
