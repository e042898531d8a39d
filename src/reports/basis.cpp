#include "reports/basis.hpp"

#include <fmt/format.h>

#include <set>

#include "core/number.hpp"
#include "core/text.hpp"

namespace ansvar::reports {

namespace {

constexpr std::size_t most_named = 3;

std::optional<UnitId> unit_of(const std::string& id) {
    const auto number = whole_number<std::uint64_t>(id);
    return number ? std::optional{UnitId{*number}} : std::nullopt;
}

void add_followed(std::set<CalendarVersion>& all, const clock::Followed& followed, Timestamp from, Timestamp to) {
    for (std::size_t place = 0; place < followed.parts.size(); ++place) {
        const auto& part = followed.parts[place];
        const bool has_begun = place == 0 || part.from <= to;
        const bool has_ended = place + 1 < followed.parts.size() && followed.parts[place + 1].from <= from;
        if (has_begun && !has_ended) {
            all.insert({part.calendar, part.version});
        }
    }
}

std::string named(const std::vector<std::string>& names, std::string_view many, const Wording& wording, bool is_brief) {
    if (names.empty()) {
        return wording.text("report.no_figure");
    }
    return is_brief && names.size() > most_named ? wording.format(many, {{"count", names.size()}}) : join(names, "; ");
}

}  // namespace

std::vector<CalendarVersion> calendars_of(const Figures& figures, const schedule::Calendars& calendars) {
    std::set<CalendarVersion> all;
    add_followed(all, *calendars.of_school(), figures.as_of, figures.as_of);
    for (const auto& time : figures.counted_times) {
        add_followed(all, *calendars.of(time.role, unit_of(time.unit)), Timestamp{std::chrono::seconds{time.from}}, Timestamp{std::chrono::seconds{time.to}});
    }
    return {all.begin(), all.end()};
}

Basis::Basis(const Figures& figures, const schedule::Calendars& schedules, const Wording& wording) : matrices(figures.versions) {
    for (const auto& [calendar, version] : calendars_of(figures, schedules)) {
        calendars.push_back(calendar.empty() ? wording.text("report.plain_calendar")
                                             : wording.format("report.calendar_version", {{"calendar", calendar}, {"version", version}}));
    }
    const auto say = [&](bool is_brief) {
        return wording.format("report.rests_on", {{"period", fmt::format("{}\u2013{}", figures.question.period.first_day(), figures.question.period.last_day())},
                                                  {"calendars", named(calendars, "report.many_calendars", wording, is_brief)},
                                                  {"matrix", named(matrices, "report.many_matrices", wording, is_brief)},
                                                  {"when", wording.exact(figures.as_of)}}) +
               ' ' + wording.text("report.without_confidential");
    };
    text = say(false);
    brief = say(true);
}

}  // namespace ansvar::reports
