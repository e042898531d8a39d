#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/time.hpp"
#include "web/language.hpp"
#include "web/texts.hpp"

namespace ansvar::web {

/// Moments and lengths of time as people read them: Stockholm's clock, 24 hours, words from the catalogues (date.*, duration.*).
class Moments {
public:
    /// `texts` must outlive it. `now` decides what is today.
    Moments(const Texts& texts, Language language, Timestamp now) : texts_{texts}, language_{language}, now_{now} {}

    /// "i dag 10:40", "i går 10:40", "i morgon 10:40", "tor 12 nov 10:40" this year, otherwise "12 nov 2025".
    std::string when(Timestamp time) const;
    /// The day alone: "i dag", "i går", "i morgon", "tor 12 nov" this year, otherwise "12 nov 2025".
    std::string day(Timestamp time) const;
    /// "12 november 2026"
    std::string date(Timestamp time) const;
    /// "torsdag 12 november 2026 kl. 10:40": what stands in a title.
    std::string exact(Timestamp time) const;
    /// {"datetime": RFC 3339, "exact", "when"}: what a <time> element needs.
    nlohmann::json view(Timestamp time) const;

    /// A length of working time: "40 min", "1 h 50 min", from a working day on in half days, rounded up: "1 skoldag", "2,5 skoldagar".
    std::string duration(std::int64_t working_minutes, std::chrono::minutes working_day = std::chrono::hours{8}) const;
    /// The same in hours and minutes, however long: "40 min", "20 h", "20 h 15 min".
    std::string hours(std::int64_t working_minutes) const;
    /// A length of working time that nobody should take to the minute, rounded up: five minutes, from an hour half hours ("1,5 h"), from a
    /// working day half days.
    std::string about(std::int64_t working_minutes, std::chrono::minutes working_day = std::chrono::hours{8}) const;

private:
    std::string name(const char* group, int number) const;

    const Texts& texts_;
    Language language_;
    Timestamp now_;
};

}  // namespace ansvar::web
