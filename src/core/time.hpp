#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ansvar {

/// A moment in UTC with microseconds, as the database keeps it (DATETIME(6)).
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

/// Where "now" comes from. Rules take a Timestamp; only edges ask a Clock. Implementations are safe from any thread.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
public:
    Timestamp now() const override;
};

/// "2026-11-21 08:15:00.123456", the text of a DATETIME(6) column.
std::string to_sql(Timestamp time);
/// Reads a DATETIME with or without a fraction (Connector/C++ drops ".000000"). Empty when it is not one.
std::optional<Timestamp> from_sql(std::string_view text);

/// "2026-11-21T08:15:00Z" (RFC 3339, whole seconds).
std::string to_rfc3339(Timestamp time);
std::optional<Timestamp> from_rfc3339(std::string_view text);

/// What the clock on a school's wall shows: Europe/Stockholm, with daylight saving.
struct WallTime {
    int year, month, day;      ///< month 1–12, day 1–31
    int hour, minute, second;  ///< 24-hour clock
    int weekday;               ///< 1 Monday … 7 Sunday (ISO 8601)
    int iso_year, iso_week;    ///< ISO 8601 week, as Swedish schools count
};

/// UTC to the school's wall clock. Thread-safe; needs the system's tzdata.
WallTime to_stockholm(Timestamp time);
/// The school's wall clock to UTC. A time that daylight saving skips becomes the moment of the jump; one that comes twice, the first.
Timestamp from_stockholm(int year, int month, int day, int hour, int minute);
/// Midnight, Stockholm time, of the day `time` falls on, `days` days later.
Timestamp stockholm_midnight(Timestamp time, int days = 0);

}  // namespace ansvar
