#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "clock/calendar.hpp"
#include "identity/role_directory.hpp"
#include "schedule/calendar_book.hpp"
#include "web/texts.hpp"

namespace ansvar::schedule {

/// What the pages of calendars and targets say, for one reader.
class Words {
public:
    /// All must outlive it.
    Words(const web::Texts& texts, const identity::RoleDirectory& roles, web::Language language) : texts_{texts}, roles_{roles}, language_{language} {}

    const std::string& text(std::string_view key) const { return texts_.text(language_, key); }
    std::string format(std::string_view key, const web::Arguments& arguments) const { return texts_.format(language_, key, arguments); }
    web::Language language() const { return language_; }

    /// "fre 20 nov 2026"
    std::string date(clock::Date day) const;
    /// One day, or the first and the last.
    std::string dates(clock::Date from, clock::Date to) const;
    /// "08:00–12:00, 13:00–16:00", or that it is closed.
    std::string hours(const clock::DayHours& hours) const;
    /// "IT-support på Norra skolan", "Hela skolan".
    std::string scope(const Scope& scope, const std::string& unit_name) const;
    std::string weekday(std::size_t from_monday) const { return text("calendars.weekday." + std::to_string(from_monday + 1)); }
    /// What a day is called by the calendar: its own name, a holiday's, a lov's; empty for any other day.
    std::string day_name(const clock::Calendar& calendar, clock::Date day) const;
    /// "2 h 30 min", or that nothing is promised.
    std::string minutes(const std::optional<std::int64_t>& minutes) const;
    std::string role(const RoleCode& code) const { return roles_.name(code, language_); }

private:
    const web::Texts& texts_;
    const identity::RoleDirectory& roles_;
    web::Language language_;
};

/// Hours as people type them: "8-16", "08:00–12:00, 13.00–16.00"; nothing means closed. Empty when they cannot be read.
std::optional<clock::DayHours> hours_from(std::string_view typed);
/// The same the other way round, for a form: "08:00–16:00"; "" when closed.
std::string typed_hours(const clock::DayHours& hours);

}  // namespace ansvar::schedule
