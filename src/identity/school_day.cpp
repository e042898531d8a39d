#include "identity/school_day.hpp"

#include <charconv>
#include <chrono>

namespace ansvar::identity {

namespace {

constexpr int first_year = 2000;

/// The digits there, or -1.
int number(const std::string& text, std::size_t from, std::size_t count) {
    int value = -1;
    const auto* end = text.data() + from + count;
    const auto [stop, error] = std::from_chars(text.data() + from, end, value);
    return error == std::errc{} && stop == end ? value : -1;
}

}  // namespace

bool is_school_day(const std::string& text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return false;
    }
    const std::chrono::year_month_day day{std::chrono::year{number(text, 0, 4)}, std::chrono::month{static_cast<unsigned>(number(text, 5, 2))},
                                          std::chrono::day{static_cast<unsigned>(number(text, 8, 2))}};
    return number(text, 0, 4) >= first_year && day.ok();
}

Timestamp noon_of(const std::string& day) {
    return from_stockholm(number(day, 0, 4), number(day, 5, 2), number(day, 8, 2), 12, 0);
}

}  // namespace ansvar::identity
