#include "clock/swedish_days.hpp"

#include <algorithm>

namespace ansvar::clock {

namespace {

using std::chrono::days;
using std::chrono::year;

/// How one of them is found: on a fixed date, so many days after Easter, or as the first such weekday from a date on.
struct Rule {
    SwedishDay day;
    std::string_view name;
    bool is_public_holiday;
    enum class By { Date, Easter, Weekday } by;
    unsigned month = 0;
    unsigned day_of_month = 0;
    int after_easter = 0;
    std::chrono::weekday weekday = {};
};

constexpr Rule fixed(SwedishDay day, std::string_view name, bool is_public_holiday, unsigned month, unsigned day_of_month) {
    return {day, name, is_public_holiday, Rule::By::Date, month, day_of_month};
}

constexpr Rule by_easter(SwedishDay day, std::string_view name, bool is_public_holiday, int after_easter) {
    return {day, name, is_public_holiday, Rule::By::Easter, 0, 0, after_easter};
}

constexpr Rule first(std::chrono::weekday weekday, SwedishDay day, std::string_view name, bool is_public_holiday, unsigned month, unsigned from) {
    return {day, name, is_public_holiday, Rule::By::Weekday, month, from, 0, weekday};
}

using enum SwedishDay;

// Midsummer's day is the Saturday between 20 and 26 June, All Saints' the one between 31 October and 6 November (1 § of the law).
constexpr std::array rules{
    fixed(NewYearsDay, "new_years_day", true, 1, 1),
    fixed(EpiphanyEve, "epiphany_eve", false, 1, 5),
    fixed(Epiphany, "epiphany", true, 1, 6),
    by_easter(MaundyThursday, "maundy_thursday", false, -3),
    by_easter(GoodFriday, "good_friday", true, -2),
    by_easter(EasterEve, "easter_eve", false, -1),
    by_easter(EasterSunday, "easter_sunday", true, 0),
    by_easter(EasterMonday, "easter_monday", true, 1),
    fixed(WalpurgisNight, "walpurgis_night", false, 4, 30),
    fixed(MayDay, "may_day", true, 5, 1),
    by_easter(AscensionDay, "ascension_day", true, 39),
    by_easter(WhitSunday, "whit_sunday", true, 49),
    fixed(NationalDay, "national_day", true, 6, 6),
    first(std::chrono::Friday, MidsummerEve, "midsummer_eve", false, 6, 19),
    first(std::chrono::Saturday, MidsummerDay, "midsummer_day", true, 6, 20),
    first(std::chrono::Friday, AllSaintsEve, "all_saints_eve", false, 10, 30),
    first(std::chrono::Saturday, AllSaintsDay, "all_saints_day", true, 10, 31),
    fixed(ChristmasEve, "christmas_eve", false, 12, 24),
    fixed(ChristmasDay, "christmas_day", true, 12, 25),
    fixed(BoxingDay, "boxing_day", true, 12, 26),
    fixed(NewYearsEve, "new_years_eve", false, 12, 31),
};

const Rule& rule_of(SwedishDay day) {
    return rules.at(static_cast<std::size_t>(day));
}

}  // namespace

const std::array<SwedishDay, 21>& swedish_days() {
    static const auto all = [] {
        std::array<SwedishDay, rules.size()> list{};
        std::transform(rules.begin(), rules.end(), list.begin(), [](const Rule& rule) { return rule.day; });
        return list;
    }();
    return all;
}

std::string_view name(SwedishDay day) { return rule_of(day).name; }

std::optional<SwedishDay> swedish_day_from(std::string_view name) {
    const auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.name == name; });
    return found == rules.end() ? std::nullopt : std::optional{found->day};
}

bool is_public_holiday(SwedishDay day) { return rule_of(day).is_public_holiday; }

Date easter_sunday(year in) {
    const int y = static_cast<int>(in);
    const int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
    const int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
    return in / (n / 31) / (n % 31 + 1);
}

Date date_of(SwedishDay day, year in) {
    const auto& rule = rule_of(day);
    if (rule.by == Rule::By::Easter) {
        return easter_sunday(in) + days{rule.after_easter};
    }
    const Date date = in / static_cast<int>(rule.month) / static_cast<int>(rule.day_of_month);
    return rule.by == Rule::By::Date ? date : date + (rule.weekday - std::chrono::weekday{date});
}

std::array<std::pair<Date, SwedishDay>, 21> swedish_days_of(year in) {
    std::array<std::pair<Date, SwedishDay>, 21> all{};
    std::transform(rules.begin(), rules.end(), all.begin(), [&](const Rule& rule) { return std::pair{date_of(rule.day, in), rule.day}; });
    std::sort(all.begin(), all.end());
    return all;
}

}  // namespace ansvar::clock
