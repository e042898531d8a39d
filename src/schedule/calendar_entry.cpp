#include "schedule/calendar_entry.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ansvar::schedule {

namespace {

using Kind = CalendarEntry::Kind;
using clock::Calendar;

constexpr std::array names{std::pair{Kind::Break, "break"},        std::pair{Kind::StudyDay, "study_day"},   std::pair{Kind::OpenStudyDay, "open_study_day"},
                           std::pair{Kind::HalfDay, "half_day"},   std::pair{Kind::OwnHours, "own_hours"},   std::pair{Kind::OtherWeek, "other_week"},
                           std::pair{Kind::Term, "term"}};

Kind kind_of(const Calendar::DaysOff& off) {
    return off.kind == Calendar::RangeKind::Break ? Kind::Break : off.is_closed ? Kind::StudyDay : Kind::OpenStudyDay;
}

void add_own_day(Calendar& calendar, const std::string& name, clock::Date day, clock::DayHours hours) {
    std::erase_if(calendar.own_days, [&](const Calendar::OwnDay& own) { return own.date == day; });
    calendar.own_days.push_back({name, day, std::move(hours)});
}

bool is_of(const clock::NamedRange& range, const CalendarEntry& entry) {
    return range.name == entry.name && range.from == entry.from && range.to == entry.to;
}

}  // namespace

std::string_view name(Kind kind) { return names.at(static_cast<std::size_t>(kind)).second; }

std::optional<Kind> entry_kind_from(std::string_view name) {
    const auto found = std::find_if(names.begin(), names.end(), [&](const auto& pair) { return pair.second == name; });
    return found == names.end() ? std::nullopt : std::optional{found->first};
}

const std::vector<Kind>& entry_kinds() {
    static const auto all = [] {
        std::vector<Kind> kinds;
        std::transform(names.begin(), names.end(), std::back_inserter(kinds), [](const auto& pair) { return pair.first; });
        return kinds;
    }();
    return all;
}

void add(Calendar& calendar, const CalendarEntry& entry) {
    const clock::NamedRange range{entry.name, entry.from, entry.to};
    switch (entry.kind) {
        case Kind::Break:
            calendar.days_off.push_back({range, Calendar::RangeKind::Break, true});
            break;
        case Kind::StudyDay:
        case Kind::OpenStudyDay:
            calendar.days_off.push_back({range, Calendar::RangeKind::StudyDay, entry.kind == Kind::StudyDay});
            break;
        case Kind::HalfDay:
            for (auto day = entry.from; day <= entry.to; day += std::chrono::days{1}) {
                if (const auto hours = calendar.on(day); !hours.empty()) {
                    add_own_day(calendar, entry.name, day, calendar.half_of(hours));
                }
            }
            break;
        case Kind::OwnHours:
            for (auto day = entry.from; day <= entry.to; day += std::chrono::days{1}) {
                add_own_day(calendar, entry.name, day, entry.hours);
            }
            break;
        case Kind::OtherWeek: {
            Calendar::OtherWeek other{range, {}};
            std::fill_n(other.week.begin(), 5, entry.hours);
            calendar.other_weeks.push_back(std::move(other));
            break;
        }
        case Kind::Term:
            calendar.terms.push_back(range);
            break;
    }
}

bool remove(Calendar& calendar, const CalendarEntry& entry) {
    switch (entry.kind) {
        case Kind::Break:
        case Kind::StudyDay:
        case Kind::OpenStudyDay:
            return std::erase_if(calendar.days_off, [&](const auto& off) { return is_of(off.range, entry) && kind_of(off) == entry.kind; }) > 0;
        case Kind::HalfDay:
        case Kind::OwnHours:
            return std::erase_if(calendar.own_days, [&](const auto& own) { return own.name == entry.name && own.date == entry.from; }) > 0;
        case Kind::OtherWeek:
            return std::erase_if(calendar.other_weeks, [&](const auto& other) { return is_of(other.range, entry); }) > 0;
        case Kind::Term:
            break;
    }
    return std::erase_if(calendar.terms, [&](const auto& term) { return is_of(term, entry); }) > 0;
}

std::vector<CalendarEntry> entries_from(const Calendar& calendar, clock::Date day) {
    std::vector<CalendarEntry> entries;
    for (const auto& off : calendar.days_off) {
        entries.push_back({kind_of(off), off.range.name, off.range.from, off.range.to});
    }
    for (const auto& own : calendar.own_days) {
        entries.push_back({Kind::OwnHours, own.name, own.date, own.date, own.hours});
    }
    for (const auto& other : calendar.other_weeks) {
        entries.push_back({Kind::OtherWeek, other.range.name, other.range.from, other.range.to, other.week[0]});
    }
    for (const auto& term : calendar.terms) {
        entries.push_back({Kind::Term, term.name, term.from, term.to});
    }
    std::erase_if(entries, [&](const CalendarEntry& entry) { return entry.to < day; });
    std::stable_sort(entries.begin(), entries.end(), [](const auto& one, const auto& other) { return one.from < other.from; });
    return entries;
}

bool holds(const Calendar& calendar, const CalendarEntry& entry) {
    const auto all = entries_from(calendar, entry.to);
    return std::any_of(all.begin(), all.end(), [&](const CalendarEntry& one) { return one.name == entry.name && one.from <= entry.from && entry.to <= one.to; });
}

}  // namespace ansvar::schedule
