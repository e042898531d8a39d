#include "moving/foreign.hpp"

#include <cstdio>

namespace ansvar::moving {

namespace {

bool is_ours(Timestamp time) {
    using namespace std::chrono;
    return time >= sys_days{year{1990} / 1 / 1} && time < sys_days{year{2100} / 1 / 1};
}

}  // namespace

std::optional<Timestamp> time_of(const std::string& text, Zone zone) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, read = 0;
    char between = 0;
    if (text.size() > 40 || std::sscanf(text.c_str(), "%4d-%2d-%2d%c%2d:%2d%n", &year, &month, &day, &between, &hour, &minute, &read) != 6 ||
        (between != ' ' && between != 'T')) {
        return {};
    }
    auto rest = text.substr(static_cast<std::size_t>(read));
    if (int more = 0; std::sscanf(rest.c_str(), ":%2d%n", &second, &more) == 1) {
        rest.erase(0, static_cast<std::size_t>(more));
    }
    if (!rest.empty() && rest.front() == '.') {
        rest.erase(0, rest.find_first_not_of("0123456789", 1) == std::string::npos ? rest.size() : rest.find_first_not_of("0123456789", 1));
    }
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)}, std::chrono::day{static_cast<unsigned>(day)}};
    if (month < 1 || day < 1 || !date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
        return {};
    }
    int hours = 0, minutes = 0;
    char sign = 0;
    std::optional<Timestamp> time;
    if (rest.empty() && zone == Zone::Stockholm) {
        time = from_stockholm(year, month, day, hour, minute) + std::chrono::seconds{second};
    } else {
        time = Timestamp{std::chrono::sys_days{date}} + std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
        if (std::sscanf(rest.c_str(), "%c%2d:%2d", &sign, &hours, &minutes) == 3 && (sign == '+' || sign == '-') && rest.size() == 6) {
            const std::chrono::minutes offset{60 * hours + minutes};
            *time -= sign == '+' ? offset : -offset;
        } else if (!rest.empty() && rest != "Z") {
            return {};
        }
    }
    return is_ours(*time) ? time : std::nullopt;
}

}  // namespace ansvar::moving
