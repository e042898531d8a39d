#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "clock/named_range.hpp"

namespace ansvar::clock {

/// The days of the Swedish year that have a name and on which schools may be closed: the public holidays of lag (1989:253) om allmänna
/// helgdagar, with the national day since lag (2004:1320), and the eves that are kept by custom or agreement. Sundays are public
/// holidays, too, but a calendar's week says whether it is open on them.
enum class SwedishDay {
    NewYearsDay,
    EpiphanyEve,
    Epiphany,
    MaundyThursday,
    GoodFriday,
    EasterEve,
    EasterSunday,
    EasterMonday,
    WalpurgisNight,
    MayDay,
    AscensionDay,
    WhitSunday,
    NationalDay,
    MidsummerEve,
    MidsummerDay,
    AllSaintsEve,
    AllSaintsDay,
    ChristmasEve,
    ChristmasDay,
    BoxingDay,
    NewYearsEve,
};

/// In the order of the year.
const std::array<SwedishDay, 21>& swedish_days();

/// "christmas_eve": the word that is stored, and the end of the text's key, "swedish_day.christmas_eve".
std::string_view name(SwedishDay day);
std::optional<SwedishDay> swedish_day_from(std::string_view name);
/// A public holiday by law, not an eve.
bool is_public_holiday(SwedishDay day);

/// Easter Sunday by the Gregorian calendar, from 1583 on: the "anonymous" computation (Nature, 20 April 1876; Meeus, Astronomical
/// Algorithms, chapter 8).
Date easter_sunday(std::chrono::year year);
Date date_of(SwedishDay day, std::chrono::year year);
/// All of one year, in the order of their dates. Two may fall on one date (1 May 2008 was Ascension Day).
std::array<std::pair<Date, SwedishDay>, 21> swedish_days_of(std::chrono::year year);

}  // namespace ansvar::clock
