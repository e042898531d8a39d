#include "schedule/words.hpp"

#include <algorithm>
#include <vector>

#include "core/text.hpp"

namespace ansvar::schedule {

namespace {

constexpr std::string_view dash = "\u2013";

/// "8", "8.30", "08:30".
std::optional<int> typed_time(std::string_view typed) {
    auto text = std::string{trim(typed)};
    std::replace(text.begin(), text.end(), '.', ':');
    return clock::time_from(text.find(':') == std::string::npos ? text + ":00" : text);
}

std::optional<clock::OpenSpan> typed_span(std::string_view typed) {
    auto at = typed.find(dash);
    const auto width = at == std::string_view::npos ? 1 : dash.size();
    at = at == std::string_view::npos ? typed.find('-') : at;
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    const auto from = typed_time(typed.substr(0, at)), to = typed_time(typed.substr(at + width));
    return from && to ? std::optional{clock::OpenSpan{*from, *to}} : std::nullopt;
}

}  // namespace

std::string Words::date(clock::Date day) const {
    return format("calendars.date", {{"date", clock::beginning_of(day) + std::chrono::hours{12}}});
}

std::string Words::dates(clock::Date from, clock::Date to) const {
    return from == to ? date(from) : format("calendars.dates", {{"from", date(from)}, {"to", date(to)}});
}

std::string Words::hours(const clock::DayHours& hours) const { return hours.empty() ? text("calendars.closed") : typed_hours(hours); }

std::string Words::scope(const Scope& scope, const std::string& unit_name) const {
    if (scope.role && scope.unit) {
        return format("calendars.scope.role_at_unit", {{"role", role(*scope.role)}, {"unit", unit_name}});
    }
    return scope.role ? role(*scope.role) : scope.unit ? unit_name : text("calendars.scope.school");
}

std::string Words::day_name(const clock::Calendar& calendar, clock::Date day) const {
    std::vector<std::string> names;
    const auto add = [&](const std::string& name) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(name);
        }
    };
    for (const auto& own : calendar.own_days) {
        if (own.date == day) {
            add(own.name);
        }
    }
    for (const auto special : clock::swedish_days()) {
        const auto kept = calendar.special_days.find(special);
        if (kept != calendar.special_days.end() && kept->second != clock::Calendar::Kept::Open &&
            clock::date_of(special, std::chrono::year_month_day{day}.year()) == day) {
            add(text("swedish_day." + std::string{clock::name(special)}));
        }
    }
    for (const auto& off : calendar.days_off) {
        if (off.range.holds(day)) {
            add(off.range.name);
        }
    }
    return join(names, ", ");
}

std::string Words::minutes(const std::optional<std::int64_t>& minutes) const {
    if (!minutes) {
        return text("targets.nothing");
    }
    const auto hours = *minutes / 60, rest = *minutes % 60;
    return hours == 0   ? format("duration.minutes", {{"minutes", rest}})
           : rest == 0 ? format("duration.hours", {{"hours", hours}})
                        : format("duration.hours_minutes", {{"hours", hours}, {"minutes", rest}});
}

std::optional<clock::DayHours> hours_from(std::string_view typed) {
    clock::DayHours hours;
    auto rest = trim(typed);
    while (!rest.empty()) {
        const auto comma = rest.find(',');
        const auto span = typed_span(rest.substr(0, comma));
        if (!span) {
            return std::nullopt;
        }
        hours.push_back(*span);
        rest = comma == std::string_view::npos ? std::string_view{} : trim(rest.substr(comma + 1));
    }
    clock::Calendar probe;
    probe.week[0] = hours;
    return clock::faults(probe).empty() ? std::optional{hours} : std::nullopt;
}

std::string typed_hours(const clock::DayHours& hours) {
    std::vector<std::string> spans;
    std::transform(hours.begin(), hours.end(), std::back_inserter(spans),
                   [](const clock::OpenSpan& span) { return clock::time_text(span.from) + std::string{dash} + clock::time_text(span.to); });
    return join(spans, ", ");
}

}  // namespace ansvar::schedule
