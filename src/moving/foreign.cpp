#include "moving/foreign.hpp"

#include <algorithm>

#include "core/number.hpp"

namespace ansvar::moving {

namespace {

constexpr std::size_t to_minutes = 16;  // bytes of "2024-05-06 07:08"
constexpr std::size_t to_seconds = 19;

bool is_ours(Timestamp time) {
    using namespace std::chrono;
    return time >= sys_days{year{1990} / 1 / 1} && time < sys_days{year{2100} / 1 / 1};
}

/// "+02:00" or "-02:30" as a length of time.
std::optional<std::chrono::minutes> offset_of(std::string_view text) {
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') {
        return {};
    }
    const auto hours = whole_number<int>(text.substr(1, 2)), minutes = whole_number<int>(text.substr(4));
    if (!hours || !minutes || *minutes > 59) {
        return {};
    }
    const std::chrono::minutes offset{60 * *hours + *minutes};
    return text[0] == '+' ? offset : -offset;
}

/// What a clock in Stockholm showed, given as if it had shown UTC.
Timestamp at_stockholm(Timestamp shown) {
    using namespace std::chrono;
    const auto midnight = floor<days>(shown);
    const year_month_day day{midnight};
    const auto minute = floor<minutes>(shown - midnight);
    const auto time = from_stockholm(static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
                                     static_cast<int>(static_cast<unsigned>(day.day())), static_cast<int>(minute.count() / 60),
                                     static_cast<int>(minute.count() % 60));
    return time + ((shown - midnight) - minute);
}

}  // namespace

std::optional<Timestamp> time_of(const std::string& text, Zone zone) {
    if (text.size() < to_minutes || text.size() > 40 || (text[10] != ' ' && text[10] != 'T')) {
        return {};
    }
    auto clock = text.substr(0, to_minutes);
    auto rest = std::string_view{text}.substr(to_minutes);
    if (rest.starts_with(':') && text.size() >= to_seconds) {
        clock = text.substr(0, to_seconds);
        rest = std::string_view{text}.substr(to_seconds);
    } else {
        clock += ":00";
    }
    if (rest.starts_with('.')) {  // parts of seconds, which nobody misses
        rest.remove_prefix(std::min(rest.find_first_not_of("0123456789", 1), rest.size()));
    }
    auto time = from_sql(clock);
    if (time && rest.empty() && zone == Zone::Stockholm) {
        time = at_stockholm(*time);
    } else if (const auto offset = offset_of(rest); time && offset) {
        *time -= *offset;
    } else if (!rest.empty() && rest != "Z") {
        return {};
    }
    return time && is_ours(*time) ? time : std::nullopt;
}

}  // namespace ansvar::moving
