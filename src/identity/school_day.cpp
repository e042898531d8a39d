#include "identity/school_day.hpp"

namespace ansvar::identity {

namespace {

constexpr std::string_view first_day = "2000-01-01";

/// Noon in Greenwich is the same day in Stockholm.
std::optional<Timestamp> find_noon(std::string_view day) {
    return day.size() == first_day.size() ? from_sql(std::string{day} + " 12:00:00") : std::nullopt;
}

}  // namespace

std::optional<Timestamp> midnight_of(std::string_view day, int days_later) {
    const auto noon = find_noon(day);
    return noon ? std::optional{stockholm_midnight(*noon, days_later)} : std::nullopt;
}

bool is_school_day(std::string_view text) { return find_noon(text) && text >= first_day; }

Timestamp noon_of(std::string_view day) { return find_noon(day).value(); }

}  // namespace ansvar::identity
