#include "schedule/calendars.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "schedule/calendar_store.hpp"

namespace ansvar::schedule {

/// Everything that is followed, at one moment. Never changes.
struct Calendars::Laid {
    std::string mark;  ///< of the rows it was read from
    std::set<RoleCode> roles;
    std::set<UnitId> units;                                               ///< CalendarBook::units_with_hours
    std::map<Scope, std::shared_ptr<const clock::Followed>> lines;        ///< for every role of these, or none, at every unit, or none
    std::map<std::string, std::shared_ptr<const clock::Followed>> known;  ///< by their parts: what does not change is not laid again
    std::vector<clock::NamedRange> terms;

    std::shared_ptr<const clock::Followed> line(const std::vector<clock::CalendarPart>& parts, const Laid& before) {
        std::string key;
        for (const auto& part : parts) {
            key += clock::date_text(part.from) + " " + std::to_string(part.version) + " " + part.name + "\n";
        }
        auto& found = known[key];
        if (!found) {
            const auto old = before.known.find(key);
            found = old != before.known.end() ? old->second : std::make_shared<const clock::Followed>(clock::follow(parts));
        }
        return found;
    }

    void lay(const CalendarBook& book, const Laid& before) {
        std::set<Scope> scopes{{}};
        for (const auto& use : book.uses()) {
            if (use.scope.role) {
                roles.insert(*use.scope.role);
            }
        }
        units = book.units_with_hours();
        for (const auto& role : roles) {
            scopes.insert({.role = role});
        }
        for (const auto& unit : units) {
            scopes.insert({.unit = unit});
            for (const auto& role : roles) {
                scopes.insert({.role = role, .unit = unit});
            }
        }
        for (const auto& scope : scopes) {
            lines[scope] = line(book.parts(scope), before);
        }
        terms = book.parts({}).back().calendar->terms;
        std::sort(terms.begin(), terms.end(), [](const auto& one, const auto& other) { return one.from < other.from; });
    }
};

Calendars::Calendars() {
    auto first = std::make_shared<Laid>();
    first->lines[{}] = clock::plain_week();
    laid_ = std::move(first);
}

Calendars::~Calendars() = default;

std::shared_ptr<const Calendars::Laid> Calendars::laid() const {
    const std::lock_guard lock{mutex_};
    return laid_;
}

void Calendars::refresh(db::Session& session) {
    const auto before = laid();
    auto next = std::make_shared<Laid>();
    next->mark = calendar_store::mark(session);
    if (next->mark == before->mark) {
        return;
    }
    next->lay(calendar_store::load(session), *before);
    const std::lock_guard lock{mutex_};
    laid_ = std::move(next);
}

std::shared_ptr<const clock::Followed> Calendars::of(const RoleCode& role, const std::optional<UnitId>& unit) const {
    const auto now = laid();
    return now->lines.at({.role = now->roles.contains(role) ? std::optional{role} : std::nullopt,
                          .unit = unit && now->units.contains(*unit) ? unit : std::nullopt});
}

std::shared_ptr<const clock::Followed> Calendars::of_school() const { return laid()->lines.at({}); }

bool Calendars::is_working_day(clock::Date day) const {
    const auto followed = of_school();
    return followed->hours.worked(clock::beginning_of(day), clock::beginning_of(day + std::chrono::days{1})) > clock::Hours::Span{0};
}

std::vector<clock::NamedRange> Calendars::terms() const { return laid()->terms; }

}  // namespace ansvar::schedule
