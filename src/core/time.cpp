#include "core/time.hpp"

#include <date/iso_week.h>
#include <date/tz.h>
#include <fmt/format.h>

#include <charconv>

namespace ansvar {

namespace {

const date::time_zone& stockholm() {
    static const date::time_zone* zone = date::locate_zone("Europe/Stockholm");
    return *zone;
}

/// Reads exactly `digits` digits at `at`; empty when they are not there.
std::optional<int> number(std::string_view text, std::size_t at, std::size_t digits) {
    if (at + digits > text.size()) {
        return {};
    }
    int value = 0;
    const auto* begin = text.data() + at;
    const auto [end, error] = std::from_chars(begin, begin + digits, value);
    if (error != std::errc{} || end != begin + digits || *begin == '-') {
        return {};
    }
    return value;
}

/// Reads "YYYY-MM-DD?hh:mm:ss[.ffffff]" with any separator between date and time; the rest is left in `tail`.
std::optional<Timestamp> read(std::string_view text, std::string_view& tail) {
    const auto year = number(text, 0, 4), month = number(text, 5, 2), day = number(text, 8, 2);
    const auto hour = number(text, 11, 2), minute = number(text, 14, 2), second = number(text, 17, 2);
    if (!year || !month || !day || !hour || !minute || !second || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':') {
        return {};
    }
    const date::year_month_day ymd{date::year{*year}, date::month{static_cast<unsigned>(*month)}, date::day{static_cast<unsigned>(*day)}};
    if (!ymd.ok() || *hour > 23 || *minute > 59 || *second > 59) {
        return {};
    }
    std::int64_t micros = 0;
    std::size_t at = 19;
    if (at < text.size() && text[at] == '.') {
        std::int64_t unit = 100000;
        for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
            micros += (text[at] - '0') * unit;
            unit /= 10;
        }
    }
    tail = text.substr(at);
    return date::sys_days{ymd} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{*second} +
           std::chrono::microseconds{micros};
}

struct Parts {
    date::year_month_day day;
    date::hh_mm_ss<std::chrono::microseconds> clock;
};

template <class TimePoint>
Parts split(TimePoint time) {
    const auto midnight = date::floor<date::days>(time);
    return {date::year_month_day{midnight}, date::make_time(std::chrono::duration_cast<std::chrono::microseconds>(time - midnight))};
}

}  // namespace

Timestamp SystemClock::now() const { return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()); }

std::string to_sql(Timestamp time) {
    const auto [day, clock] = split(time);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()), clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

std::optional<Timestamp> from_sql(std::string_view text) {
    std::string_view tail;
    const auto time = read(text, tail);
    return tail.empty() ? time : std::nullopt;
}

std::string to_rfc3339(Timestamp time) {
    const auto [day, clock] = split(time);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()), clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<Timestamp> from_rfc3339(std::string_view text) {
    std::string_view tail;
    const auto time = read(text, tail);
    return tail == "Z" || tail == "+00:00" ? time : std::nullopt;
}

WallTime to_stockholm(Timestamp time) {
    const auto local = date::zoned_time<std::chrono::microseconds>{&stockholm(), time}.get_local_time();
    const auto [day, clock] = split(local);
    const iso_week::year_weeknum_weekday week{date::floor<date::days>(local)};
    return {.year = static_cast<int>(day.year()),
            .month = static_cast<int>(static_cast<unsigned>(day.month())),
            .day = static_cast<int>(static_cast<unsigned>(day.day())),
            .hour = static_cast<int>(clock.hours().count()),
            .minute = static_cast<int>(clock.minutes().count()),
            .second = static_cast<int>(clock.seconds().count()),
            .weekday = static_cast<int>(static_cast<unsigned>(week.weekday())),
            .iso_year = static_cast<int>(week.year()),
            .iso_week = static_cast<int>(static_cast<unsigned>(week.weeknum()))};
}

Timestamp from_stockholm(int year, int month, int day, int hour, int minute) {
    const date::local_days local{date::year{year} / month / day};
    const auto wall = local + std::chrono::hours{hour} + std::chrono::minutes{minute};
    // Well within the half year that was asked about last there is one answer; to look a time up costs a hundred times as much.
    thread_local date::sys_info last{};
    constexpr std::chrono::hours edge{24};
    const date::sys_seconds guess{(wall - last.offset).time_since_epoch()};
    if (guess - edge >= last.begin && guess + edge < last.end) {
        return guess;
    }
    const auto info = stockholm().get_info(wall);
    if (info.result == date::local_info::nonexistent) {
        return std::chrono::time_point_cast<std::chrono::microseconds>(info.first.end);
    }
    last = info.first;
    return Timestamp{wall.time_since_epoch() - info.first.offset};
}

Timestamp stockholm_midnight(Timestamp time, int days) {
    const auto wall = to_stockholm(time);
    const auto local = date::local_days{date::year{wall.year} / wall.month / wall.day} + date::days{days};
    const date::year_month_day ymd{local};
    return from_stockholm(static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
                          static_cast<int>(static_cast<unsigned>(ymd.day())), 0, 0);
}

}  // namespace ansvar
