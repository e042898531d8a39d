#include <catch2/catch.hpp>

#include <date/tz.h>

#include <random>

#include "clock/calendar.hpp"
#include "clock/calendar_json.hpp"

using namespace ansvar;
using namespace ansvar::clock;
using Kept = Calendar::Kept;

namespace {

Date day(const std::string& text) { return date_from(text).value(); }

Timestamp at(const std::string& text) { return from_rfc3339(text).value(); }

Calendar school() {
    auto calendar = plain_calendar();
    for (const auto special : swedish_days()) {
        calendar.special_days[special] = is_public_holiday(special) ? Kept::Closed : Kept::Open;
    }
    calendar.special_days[SwedishDay::ChristmasEve] = Kept::Closed;
    calendar.special_days[SwedishDay::MaundyThursday] = Kept::HalfDay;
    calendar.days_off = {{{"Sportlov", day("2026-02-23"), day("2026-02-27")}, Calendar::RangeKind::Break, true},
                         {{"Studiedag", day("2026-03-09"), day("2026-03-09")}, Calendar::RangeKind::StudyDay, false}};
    calendar.other_weeks = {{{"Sommar", day("2026-06-15"), day("2026-08-14")}, {}}};
    std::fill_n(calendar.other_weeks[0].week.begin(), 5, DayHours{{9 * 60, 12 * 60}});
    calendar.own_days = {{"Avslutning", day("2026-06-12"), {{8 * 60, 11 * 60}}}, {"Jour", day("2026-12-24"), {{10 * 60, 12 * 60}}}};
    calendar.terms = {{"VT 2026", day("2026-01-08"), day("2026-06-12")}};
    return calendar;
}

std::string hours_text(const DayHours& hours) {
    std::string text;
    for (const auto& span : hours) {
        text += (text.empty() ? "" : " ") + time_text(span.from) + "-" + time_text(span.to);
    }
    return text.empty() ? "closed" : text;
}

}  // namespace

TEST_CASE("a day is open by its own hours, its holiday, its day off, its week, in that order", "[clock]") {
    const auto [date, hours] = GENERATE(table<std::string, std::string>({
        {"2026-01-07", "08:00-16:00"},  // Wednesday
        {"2026-01-10", "closed"},       // Saturday
        {"2026-01-06", "closed"},       // trettondagen
        {"2026-01-05", "08:00-16:00"},  // its eve is open here
        {"2026-02-25", "closed"},       // sportlov
        {"2026-03-09", "08:00-16:00"},  // a studiedag that closes nothing
        {"2026-04-02", "08:00-12:00"},  // skärtorsdag, a half day
        {"2026-06-12", "08:00-11:00"},  // a day of its own
        {"2026-07-01", "09:00-12:00"},  // the summer's week
        {"2026-06-20", "closed"},       // midsummer in it
        {"2026-12-24", "10:00-12:00"},  // own hours go before Christmas Eve
        {"2026-12-25", "closed"},
    }));
    CAPTURE(date);
    CHECK(hours_text(school().on(day(date))) == hours);
}

TEST_CASE("a half day keeps its breaks and may be closed altogether", "[clock]") {
    auto calendar = school();
    CHECK(hours_text(calendar.half_of({{480, 690}, {700, 780}, {800, 960}})) == "08:00-11:30 11:40-12:00");
    CHECK(calendar.half_of({{720, 960}}).empty());
}

TEST_CASE("the hours of a day are right on both nights that the clock is moved", "[clock]") {
    auto calendar = Calendar{};
    calendar.week[6] = {{60, 2 * 60 + 30}, {2 * 60 + 40, 4 * 60}};  // Sunday 01:00-02:30 02:40-04:00
    const auto hours = compile(calendar);
    // 29 March 2026: at 02:00 it becomes 03:00. Open 01:00-02:00 and 03:00-04:00, which touch.
    CHECK(hours.worked(at("2026-03-28T23:00:00Z"), at("2026-03-29T22:00:00Z")) == std::chrono::minutes{120});
    CHECK(hours.is_open(at("2026-03-29T00:59:00Z")));
    CHECK(hours.is_open(at("2026-03-29T01:00:00Z")));
    CHECK_FALSE(hours.is_open(at("2026-03-29T02:00:00Z")));
    // 25 October 2026: at 03:00 it becomes 02:00 again. Both hours have the gap from 02:30 to 02:40.
    CHECK(hours.worked(at("2026-10-24T22:00:00Z"), at("2026-10-25T23:00:00Z")) == std::chrono::minutes{60 + 50 + 50 + 60});
    CHECK_FALSE(hours.is_open(at("2026-10-25T00:35:00Z")));
    CHECK(hours.is_open(at("2026-10-25T00:45:00Z")));
    CHECK_FALSE(hours.is_open(at("2026-10-25T01:35:00Z")));
    CHECK(hours.is_open(at("2026-10-25T01:45:00Z")));
}

TEST_CASE("a span over the whole night from two to three is an hour, none, or two", "[clock]") {
    auto calendar = Calendar{};
    calendar.week[6] = {{2 * 60, 3 * 60}};
    const auto hours = compile(calendar);
    const auto night = [&](const char* from, const char* to) { return std::chrono::duration_cast<std::chrono::minutes>(hours.worked(at(from), at(to))).count(); };
    CHECK(night("2026-03-21T23:00:00Z", "2026-03-22T23:00:00Z") == 60);
    CHECK(night("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z") == 0);
    CHECK(night("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z") == 120);
}

TEST_CASE("a day may be open until midnight and the next from it", "[clock]") {
    auto calendar = Calendar{};
    std::fill(calendar.week.begin(), calendar.week.end(), DayHours{{0, 24 * 60}});
    const auto hours = compile(calendar);
    REQUIRE(hours.stretches().size() == 1);
    CHECK(hours.stretches().front().from == beginning_of(first_day));
    CHECK(hours.stretches().front().to == beginning_of(last_day + std::chrono::days{1}));
}

namespace {

/// An independent reading: is the school open in that minute, by the date library's own clock on the wall and the rules in words?
bool is_open_by_hand(const std::vector<CalendarPart>& parts, Timestamp time) {
    const auto zoned = date::make_zoned("Europe/Stockholm", std::chrono::floor<std::chrono::minutes>(time)).get_local_time();
    const auto whole_days = date::floor<date::days>(zoned);
    const int minute = static_cast<int>((zoned - whole_days) / std::chrono::minutes{1});
    const Date today{std::chrono::days{whole_days.time_since_epoch().count()}};
    const Calendar* calendar = parts.front().calendar;
    for (const auto& part : parts) {
        calendar = part.from <= today ? part.calendar : calendar;
    }
    const auto in = [&](const DayHours& hours) {
        for (const auto& span : hours) {
            if (minute >= span.from && minute < span.to) {
                return true;
            }
        }
        return false;
    };
    for (const auto& own : calendar->own_days) {
        if (own.date == today) {
            return in(own.hours);
        }
    }
    bool is_half = false;
    for (const auto& [special, kept] : calendar->special_days) {
        if (date_of(special, std::chrono::year_month_day{today}.year()) == today) {
            if (kept == Kept::Closed) {
                return false;
            }
            is_half = is_half || kept == Kept::HalfDay;
        }
    }
    for (const auto& off : calendar->days_off) {
        if (off.is_closed && today >= off.range.from && today <= off.range.to) {
            return false;
        }
    }
    auto week = calendar->week;
    for (const auto& other : calendar->other_weeks) {
        if (today >= other.range.from && today <= other.range.to) {
            week = other.week;
        }
    }
    const auto number = ((today.time_since_epoch().count() + 3) % 7 + 7) % 7;  // 1 January 1970 was a Thursday
    return (!is_half || minute < calendar->half_day_ends) && in(week[static_cast<std::size_t>(number)]);
}

class Drawn {
public:
    explicit Drawn(unsigned seed) : random_(seed) {}

    int number(int from, int to) { return std::uniform_int_distribution{from, to}(random_); }

    DayHours hours() {
        DayHours drawn;
        int earliest = 0;
        for (int left = number(0, 3); left > 0; --left) {
            const int from = earliest + number(0, 300), to = from + number(1, 400);
            if (to > 24 * 60) {
                break;
            }
            drawn.push_back({from, to});
            earliest = to;
        }
        return drawn;
    }

    Week week() {
        Week drawn;
        std::generate(drawn.begin(), drawn.end(), [&] { return hours(); });
        return drawn;
    }

    Date date() { return day("2026-01-01") + std::chrono::days{number(0, 729)}; }

    NamedRange range() {
        const auto from = date();
        return {"lov", from, from + std::chrono::days{number(0, 20)}};
    }

    Calendar calendar() {
        Calendar drawn;
        drawn.week = week();
        drawn.half_day_ends = number(0, 24 * 60);
        for (const auto special : swedish_days()) {
            drawn.special_days[special] = static_cast<Kept>(number(0, 2));
        }
        for (int left = number(0, 6); left > 0; --left) {
            drawn.days_off.push_back({range(), Calendar::RangeKind::Break, number(0, 1) == 1});
        }
        drawn.other_weeks.push_back({range(), week()});
        for (int left = number(0, 5); left > 0; --left) {
            drawn.own_days.push_back({"dag", date(), hours()});
        }
        drawn.own_days.push_back({"natt", number(0, 1) == 1 ? day("2026-03-29") : day("2026-10-25"), hours()});
        std::stable_sort(drawn.own_days.begin(), drawn.own_days.end(), [](const auto& one, const auto& other) { return one.date < other.date; });
        const auto same = [](const auto& one, const auto& other) { return one.date == other.date; };
        drawn.own_days.erase(std::unique(drawn.own_days.begin(), drawn.own_days.end(), same), drawn.own_days.end());
        return drawn;
    }

private:
    std::mt19937 random_;
};

}  // namespace

TEST_CASE("hours laid on the time line equal the rules read minute by minute, over versions and both nights", "[clock]") {
    for (unsigned seed = 1; seed <= 12; ++seed) {
        CAPTURE(seed);
        Drawn drawn{seed};
        const std::vector<Calendar> calendars{drawn.calendar(), drawn.calendar(), drawn.calendar()};
        std::vector<CalendarPart> parts{{first_day, "en", 1, &calendars[0]}, {drawn.date(), "en", 2, &calendars[1]}, {drawn.date(), "annan", 1, &calendars[2]}};
        std::sort(parts.begin(), parts.end(), [](const auto& one, const auto& other) { return one.from < other.from; });
        for (const auto& calendar : calendars) {
            REQUIRE(faults(calendar).empty());
        }
        const auto followed = follow(parts);
        for (const auto& [from, to] : {std::pair{"2026-03-27T00:00:00Z", "2026-03-31T00:00:00Z"}, {"2026-10-23T00:00:00Z", "2026-10-27T00:00:00Z"}}) {
            for (auto minute = at(from); minute < at(to); minute += std::chrono::minutes{1}) {
                if (followed.hours.is_open(minute) != is_open_by_hand(parts, minute)) {
                    FAIL("minute " << to_rfc3339(minute));
                }
            }
        }
        for (int tries = 0; tries < 20'000; ++tries) {
            const auto minute = at("2026-01-01T00:00:00Z") + std::chrono::minutes{drawn.number(0, 730 * 24 * 60)};
            if (followed.hours.is_open(minute) != is_open_by_hand(parts, minute)) {
                FAIL("minute " << to_rfc3339(minute));
            }
        }
    }
}

TEST_CASE("what is past keeps its version, and the line says which", "[clock]") {
    auto later = school();
    later.week[0] = {{10 * 60, 14 * 60}};
    const auto before = school();
    const auto followed = follow({{first_day, "", 1, &plain_calendar()}, {day("2026-01-05"), "Skolan", 1, &before}, {day("2026-11-16"), "Skolan", 2, &later}});
    CHECK(followed.at(at("2025-06-01T10:00:00Z")).calendar.empty());
    CHECK(followed.at(at("2026-01-04T22:59:00Z")).calendar.empty());
    CHECK(followed.at(at("2026-01-04T23:00:00Z")).calendar == "Skolan");
    CHECK(followed.at(at("2026-11-16T09:00:00Z")).version == 2);
    CHECK(followed.hours.is_open(at("2025-12-25T09:00:00Z")));        // the plain week knows no Christmas
    CHECK_FALSE(followed.hours.is_open(at("2026-12-25T09:00:00Z")));
    CHECK(followed.hours.is_open(at("2026-11-09T07:30:00Z")));        // Monday 08:30
    CHECK_FALSE(followed.hours.is_open(at("2026-11-16T07:30:00Z")));  // Monday 08:30, a week later
    const std::vector<CalendarPart> backwards{{day("2026-02-01"), "", 1, &before}, {day("2026-01-01"), "", 1, &later}};
    CHECK_THROWS_AS(follow(backwards), std::invalid_argument);
    CHECK_THROWS_AS(follow({}), std::invalid_argument);
}

TEST_CASE("the plain calendar is the plain week", "[clock]") {
    const auto hours = compile(plain_calendar());
    const auto& plain = plain_week()->hours;
    REQUIRE(hours.stretches().size() == plain.stretches().size());
    CHECK(hours.worked(at("2010-01-01T00:00:00Z"), at("2060-12-31T23:00:00Z")) == plain.worked(at("2010-01-01T00:00:00Z"), at("2060-12-31T23:00:00Z")));
    CHECK(hours.stretches().back().from == plain.stretches().back().from);
}

TEST_CASE("a calendar survives its JSON", "[clock]") {
    CHECK(calendar_from_json(to_json(school())).value() == school());
    for (unsigned seed = 1; seed <= 50; ++seed) {
        const auto drawn = Drawn{seed}.calendar();
        CHECK(calendar_from_json(to_json(drawn)).value() == drawn);
    }
}

TEST_CASE("what is wrong in a calendar's JSON is named by where it stands", "[clock]") {
    const std::string fine = R"({"week":[[],[],[],[],[],[],[]],"half_day_ends":"12:00","special_days":{},"days_off":[],"other_weeks":[],"own_days":[],"terms":[]})";
    REQUIRE(calendar_from_json(fine));
    const auto with = [&](const std::string& old, const std::string& now) {
        auto text = fine;
        text.replace(text.find(old), old.size(), now);
        return text;
    };
    const std::string week = R"("week":[[],[],[],[],[],[],[]])";
    const auto [text, pointer, what] = GENERATE_COPY(table<std::string, std::string, std::string>({
        {"{", "", "no_json"},
        {"[]", "", "wrong_kind"},
        {with(R"("terms":[])", R"("terms":[],"color/red":1)"), "/color~1red", "unknown"},
        {with(R"(,"terms":[])", ""), "/terms", "missing"},
        {with(week, R"("week":[[]])"), "/week", "wrong_kind"},
        {with(week, R"("week":[[["8:00","16:00"],["15:00","17:00"]],[],[],[],[],[],[]])"), "/week/0/1", "overlaps"},
        {with(week, R"("week":[[],[["16:00","08:00"]],[],[],[],[],[]])"), "/week/1/0", "ends_first"},
        {with(week, R"("week":[[],[["16:00","24:01"]],[],[],[],[],[]])"), "/week/1/0/1", "no_time"},
        {with(week, R"("week":[[],[["16:00"]],[],[],[],[],[]])"), "/week/1/0", "wrong_kind"},
        {with("\"12:00\"", "12"), "/half_day_ends", "no_time"},
        {with(R"("special_days":{})", R"("special_days":{"easter":"closed"})"), "/special_days/easter", "unknown"},
        {with(R"("special_days":{})", R"("special_days":{"epiphany":"shut"})"), "/special_days/epiphany", "wrong_kind"},
        {with(R"("terms":[])", R"("terms":[{"name":"VT","from":"2026-02-30","to":"2026-06-01"}])"), "/terms/0/from", "no_date"},
        {with(R"("terms":[])", R"("terms":[{"name":"VT","from":"2026-06-02","to":"2026-06-01"}])"), "/terms/0/to", "ends_first"},
        {with(R"("terms":[])", R"("terms":[{"name":"","from":"2026-06-01","to":"2026-06-01"}])"), "/terms/0/name", "name_needed"},
        {with(R"("terms":[])", R"("terms":[{"name":"VT","from":"1999-06-01","to":"2026-06-01"}])"), "/terms/0/from", "no_date"},
        {with(R"("terms":[])", R"("terms":[{"name":"VT","from":"2026-01-01","to":"2026-06-01"},{"name":"HT","from":"2026-06-01","to":"2026-12-01"}])"),
         "/terms/1/from", "overlaps"},
        {with(R"("own_days":[])", R"("own_days":[{"name":"A","date":"2026-01-02","hours":[]},{"name":"B","date":"2026-01-02","hours":[]}])"),
         "/own_days/1/date", "twice"},
        {with(R"("days_off":[])", R"("days_off":[{"name":"A","kind":"party","from":"2026-01-02","to":"2026-01-02","closed":true}])"), "/days_off/0/kind", "wrong_kind"},
        {with(R"("days_off":[])", R"("days_off":[{"name":"A","kind":"break","from":"2026-01-02","to":"2026-01-02","closed":"yes"}])"), "/days_off/0/closed", "wrong_kind"},
    }));
    CAPTURE(text);
    const auto read = calendar_from_json(text);
    REQUIRE_FALSE(read);
    CHECK(read.error().front() == CalendarFault{pointer, what});
}

TEST_CASE("times and dates are read strictly", "[clock]") {
    for (const auto* wrong : {"", "8", "8:0", "08:60", "24:01", "-1:00", "08:00 ", "008:00", "08.00", "+8:00"}) {
        CAPTURE(wrong);
        CHECK_FALSE(time_from(wrong));
    }
    CHECK(time_from("8:05") == 485);
    CHECK(time_from("24:00") == 1440);
    for (const auto* wrong : {"", "2026-02-29", "2026-1-01", "20260101", "2026-13-01", "2026-00-01", "+026-01-01"}) {
        CAPTURE(wrong);
        CHECK_FALSE(date_from(wrong));
    }
    CHECK(date_text(day("2028-02-29")) == "2028-02-29");
}
