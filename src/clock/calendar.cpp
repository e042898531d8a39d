#include "clock/calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace ansvar::clock {

namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr int day_minutes = 24 * 60;

std::size_t weekday_of(Date day) { return std::chrono::weekday{day}.iso_encoding() - 1; }

Timestamp wall(Date day, int minute) {
    const std::chrono::year_month_day date{day};
    return from_stockholm(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
                          static_cast<int>(static_cast<unsigned>(date.day())), minute / 60, minute % 60);
}

/// When each day begins, and when the last one ends.
const std::vector<Timestamp>& midnights() {
    static const auto all = [] {
        std::vector<Timestamp> list;
        for (auto day = first_day; day <= last_day + days{1}; day += days{1}) {
            list.push_back(wall(day, 0));
        }
        return list;
    }();
    return all;
}

/// Adds a stretch, joined to the one before if it touches that.
void add(std::vector<Hours::Stretch>& line, Timestamp from, Timestamp to) {
    if (!line.empty() && line.back().to == from) {
        line.back().to = to;
    } else {
        line.push_back({from, to});
    }
}

/// A day on which the clock is moved, minute by minute as the clock on the wall shows it.
void lay_by_minute(std::vector<Hours::Stretch>& line, const DayHours& hours, Timestamp from, Timestamp to) {
    for (auto minute = from; minute < to; minute += minutes{1}) {
        const auto shown = to_stockholm(minute);
        const int at = 60 * shown.hour + shown.minute;
        if (std::any_of(hours.begin(), hours.end(), [&](const OpenSpan& span) { return span.from <= at && at < span.to; })) {
            add(line, minute, minute + minutes{1});
        }
    }
}

void lay(std::vector<Hours::Stretch>& line, const DayHours& hours, Date day) {
    const auto at = static_cast<std::size_t>((day - first_day).count());
    const auto begins = midnights()[at];
    const auto ends = midnights()[at + 1];
    if (ends - begins != days{1}) {
        return lay_by_minute(line, hours, begins, ends);
    }
    for (const auto& span : hours) {
        add(line, begins + minutes{span.from}, begins + minutes{span.to});
    }
}

/// How the named days of a year are kept, by date; of two on one date, the more closed.
std::map<Date, Calendar::Kept> kept_days(const Calendar& calendar, std::chrono::year year) {
    std::map<Date, Calendar::Kept> kept;
    for (const auto& [special, how] : calendar.special_days) {
        auto& on_that_date = kept[date_of(special, year)];
        on_that_date = std::max(on_that_date, how);
    }
    return kept;
}

DayHours hours_on(const Calendar& calendar, Date day, Calendar::Kept kept) {
    const auto own = std::find_if(calendar.own_days.begin(), calendar.own_days.end(), [&](const auto& one) { return one.date == day; });
    if (own != calendar.own_days.end()) {
        return own->hours;
    }
    const bool is_off = std::any_of(calendar.days_off.begin(), calendar.days_off.end(), [&](const auto& off) { return off.is_closed && off.range.holds(day); });
    if (is_off || kept == Calendar::Kept::Closed) {
        return {};
    }
    const auto& hours = calendar.week_on(day)[weekday_of(day)];
    return kept == Calendar::Kept::HalfDay ? calendar.half_of(hours) : hours;
}

/// The days of one calendar, from one to another; holidays are worked out once a year.
void lay(std::vector<Hours::Stretch>& line, const Calendar& calendar, Date from, Date to) {
    std::map<Date, Calendar::Kept> kept;
    std::chrono::year known{0};
    for (auto day = from; day <= to; day += days{1}) {
        const auto year = std::chrono::year_month_day{day}.year();
        if (year != known) {
            kept = kept_days(calendar, year);
            known = year;
        }
        const auto found = kept.find(day);
        lay(line, hours_on(calendar, day, found == kept.end() ? Calendar::Kept::Open : found->second), day);
    }
}

/// What is wrong, gathered with where it is.
class Faults {
public:
    void add(std::string pointer, std::string_view what) { found_.push_back({std::move(pointer), std::string{what}}); }

    void check(const DayHours& hours, const std::string& pointer) {
        constexpr std::size_t most_spans = 12;
        if (hours.size() > most_spans) {
            return add(pointer, "too_many");
        }
        int earliest = 0;
        for (std::size_t at = 0; at < hours.size(); ++at) {
            const auto& span = hours[at];
            const auto where = pointer + "/" + std::to_string(at);
            if (span.from < 0 || span.to > day_minutes) {
                add(where, "no_time");
            } else if (span.to <= span.from) {
                add(where, "ends_first");
            } else if (span.from < earliest) {
                add(where, "overlaps");
            }
            earliest = span.to;
        }
    }

    void check(const Week& week, const std::string& pointer) {
        for (std::size_t day = 0; day < week.size(); ++day) {
            check(week[day], pointer + "/" + std::to_string(day));
        }
    }

    void check_name(const std::string& name, const std::string& pointer) {
        if (name.empty()) {
            add(pointer, "name_needed");
        } else if (name.size() > 200) {
            add(pointer, "name_long");
        }
    }

    void check_date(Date date, const std::string& pointer) {
        if (date < first_day || date > last_day) {
            add(pointer, "no_date");
        }
    }

    void check(const NamedRange& range, const std::string& pointer) {
        check_name(range.name, pointer + "/name");
        check_date(range.from, pointer + "/from");
        check_date(range.to, pointer + "/to");
        if (range.to < range.from) {
            add(pointer + "/to", "ends_first");
        }
    }

    /// That no range shares a day with one before it.
    void check_apart(const std::vector<NamedRange>& ranges, const std::string& pointer) {
        for (std::size_t at = 0; at < ranges.size(); ++at) {
            const auto meets = [&](const NamedRange& other) { return ranges[at].from <= other.to && other.from <= ranges[at].to; };
            if (std::any_of(ranges.begin(), ranges.begin() + static_cast<std::ptrdiff_t>(at), meets)) {
                add(pointer + "/" + std::to_string(at) + "/from", "overlaps");
            }
        }
    }

    template <class List>
    bool are_few(const List& list, const std::string& pointer) {
        constexpr std::size_t most = 2000;
        if (list.size() > most) {
            add(pointer, "too_many");
        }
        return list.size() <= most;
    }

    std::vector<CalendarFault> found() && { return std::move(found_); }

private:
    std::vector<CalendarFault> found_;
};

void check_own_days(Faults& faults, const std::vector<Calendar::OwnDay>& own) {
    std::vector<Date> seen;
    for (std::size_t at = 0; at < own.size(); ++at) {
        const auto where = "/own_days/" + std::to_string(at);
        faults.check_name(own[at].name, where + "/name");
        faults.check_date(own[at].date, where + "/date");
        faults.check(own[at].hours, where + "/hours");
        if (std::find(seen.begin(), seen.end(), own[at].date) != seen.end()) {
            faults.add(where + "/date", "twice");
        }
        seen.push_back(own[at].date);
    }
}

}  // namespace

const Week& Calendar::week_on(Date day) const {
    const auto other = std::find_if(other_weeks.begin(), other_weeks.end(), [&](const OtherWeek& one) { return one.range.holds(day); });
    return other == other_weeks.end() ? week : other->week;
}

DayHours Calendar::half_of(const DayHours& hours) const {
    DayHours half;
    for (const auto& span : hours) {
        if (span.from < half_day_ends) {
            half.push_back({span.from, std::min(span.to, half_day_ends)});
        }
    }
    return half;
}

DayHours Calendar::on(Date day) const {
    const auto kept = kept_days(*this, std::chrono::year_month_day{day}.year());
    const auto found = kept.find(day);
    return hours_on(*this, day, found == kept.end() ? Kept::Open : found->second);
}

std::vector<CalendarFault> faults(const Calendar& calendar) {
    Faults found;
    found.check(calendar.week, "/week");
    if (calendar.half_day_ends < 0 || calendar.half_day_ends > day_minutes) {
        found.add("/half_day_ends", "no_time");
    }
    std::vector<NamedRange> weeks;
    if (found.are_few(calendar.days_off, "/days_off") && found.are_few(calendar.other_weeks, "/other_weeks") &&
        found.are_few(calendar.own_days, "/own_days") && found.are_few(calendar.terms, "/terms")) {
        for (std::size_t at = 0; at < calendar.days_off.size(); ++at) {
            found.check(calendar.days_off[at].range, "/days_off/" + std::to_string(at));
        }
        for (std::size_t at = 0; at < calendar.other_weeks.size(); ++at) {
            found.check(calendar.other_weeks[at].range, "/other_weeks/" + std::to_string(at));
            found.check(calendar.other_weeks[at].week, "/other_weeks/" + std::to_string(at) + "/week");
            weeks.push_back(calendar.other_weeks[at].range);
        }
        found.check_apart(weeks, "/other_weeks");
        check_own_days(found, calendar.own_days);
        for (std::size_t at = 0; at < calendar.terms.size(); ++at) {
            found.check(calendar.terms[at], "/terms/" + std::to_string(at));
        }
        found.check_apart(calendar.terms, "/terms");
    }
    return std::move(found).found();
}

std::string time_text(int at) { return fmt::format("{:02}:{:02}", at / 60, at % 60); }

std::optional<int> time_from(std::string_view text) {
    int hour = 0, minute = 0;
    const auto* const end = text.data() + text.size();
    const auto [colon, hour_error] = std::from_chars(text.data(), end, hour);
    if (hour_error != std::errc{} || colon == text.data() || colon - text.data() > 2 || end - colon != 3 || *colon != ':' || hour < 0) {
        return std::nullopt;
    }
    const auto [stop, minute_error] = std::from_chars(colon + 1, end, minute);
    const bool is_read = minute_error == std::errc{} && stop == end && minute >= 0 && minute < 60;
    return is_read && 60 * hour + minute <= day_minutes ? std::optional{60 * hour + minute} : std::nullopt;
}

std::string date_text(Date date) {
    const std::chrono::year_month_day day{date};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

std::optional<Date> date_from(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    int year = 0;
    unsigned month = 0, day = 0;
    const auto read = [&](std::size_t from, std::size_t length, auto& into) {
        const auto* const end = text.data() + from + length;
        const auto [stop, error] = std::from_chars(text.data() + from, end, into);
        return error == std::errc{} && stop == end;
    };
    const bool is_read = read(0, 4, year) && read(5, 2, month) && read(8, 2, day);
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    return is_read && date.ok() ? std::optional{Date{date}} : std::nullopt;
}

Followed follow(const std::vector<CalendarPart>& parts) {
    if (parts.empty() || !std::is_sorted(parts.begin(), parts.end(), [](const auto& one, const auto& other) { return one.from < other.from; })) {
        throw std::invalid_argument("calendars must follow each other");
    }
    std::vector<Followed::Part> named;
    std::vector<Hours::Stretch> line;
    auto day = first_day;
    for (std::size_t at = 0; at < parts.size(); ++at) {
        named.push_back({at == 0 ? Timestamp{} : wall(parts[at].from, 0), parts[at].name, parts[at].version});
        const auto until = at + 1 == parts.size() ? last_day : std::min(last_day, parts[at + 1].from - days{1});
        lay(line, *parts[at].calendar, day, until);
        day = std::max(day, until + days{1});
    }
    return {.parts = std::move(named), .hours = Hours{line}};
}

Hours compile(const Calendar& calendar) { return follow({{first_day, "", 1, &calendar}}).hours; }

Timestamp beginning_of(Date day) { return wall(day, 0); }

Date day_of(Timestamp time) {
    const auto shown = to_stockholm(time);
    return std::chrono::year{shown.year} / shown.month / shown.day;
}

const Calendar& plain_calendar() {
    static const auto plain = [] {
        Calendar calendar;
        std::fill_n(calendar.week.begin(), 5, DayHours{{8 * 60, 16 * 60}});
        return calendar;
    }();
    return plain;
}

}  // namespace ansvar::clock
