#include <catch2/catch.hpp>

#include <chrono>

#include "clock/calendar.hpp"
#include "schedule/ical_file.hpp"

using namespace ansvar;
using namespace ansvar::schedule;

namespace {

clock::Date day(const std::string& text) { return clock::date_from(text).value(); }

std::string calendar(const std::string& events) { return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//SV\r\n" + events + "END:VCALENDAR\r\n"; }
std::string event(const std::string& lines) { return "BEGIN:VEVENT\r\nUID:1@x\r\n" + lines + "END:VEVENT\r\n"; }

Result<IcalFile, IcalRefusal> read(const std::string& bytes) { return read_ical(bytes, day("2026-11-22"), day("2028-12-31")); }

std::string listed(const IcalFile& file) {
    std::string text;
    for (const auto& [days, is_whole_day] : file.events) {
        text += days.name + " " + clock::date_text(days.from) + (days.to == days.from ? "" : ".." + clock::date_text(days.to)) + (is_whole_day ? "" : " timed") + "\n";
    }
    return text;
}

}  // namespace

TEST_CASE("the days of a calendar file are read as the school's clock has them", "[schedule]") {
    const auto [lines, expected] = GENERATE(table<std::string, std::string>({
        {"SUMMARY:Sportlov\r\nDTSTART;VALUE=DATE:20270222\r\nDTEND;VALUE=DATE:20270227\r\n", "Sportlov 2027-02-22..2027-02-26\n"},
        {"SUMMARY:Studiedag\r\nDTSTART;VALUE=DATE:20270309\r\n", "Studiedag 2027-03-09\n"},
        {"SUMMARY:H\u00f6st\\, lov\\n2\r\nDTSTART;VALUE=DATE:20271101\r\nDURATION:P5D\r\n", "H\u00f6st, lov 2 2027-11-01..2027-11-05\n"},
        {"SUMMARY:M\u00f6te\r\nDTSTART;TZID=Europe/Stockholm:20270310T130000\r\nDTEND;TZID=Europe/Stockholm:20270310T160000\r\n", "M\u00f6te 2027-03-10 timed\n"},
        {"SUMMARY:Natt\r\nDTSTART:20270310T233000Z\r\nDTEND:20270311T003000Z\r\n", "Natt 2027-03-11 timed\n"},
        {"SUMMARY:Till midnatt\r\nDTSTART:20270310T120000\r\nDTEND:20270311T000000\r\n", "Till midnatt 2027-03-10 timed\n"},
        {"SUMMARY:Till midnatt\r\nDTSTART:20270310T120000\r\nDURATION:PT12H\r\n", "Till midnatt 2027-03-10 timed\n"},
        {"SUMMARY:APT\r\nDTSTART;VALUE=DATE:20270104\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nEXDATE;VALUE=DATE:20270111\r\n", "APT 2027-01-04\nAPT 2027-01-18\n"},
        {"SUMMARY:Prov\r\nDTSTART;VALUE=DATE:20270104\r\nRDATE;VALUE=DATE:20270301,20270405\r\nRDATE;VALUE=DATE:20270503\r\nEXDATE;VALUE=DATE:20270405\r\n",
         "Prov 2027-01-04\nProv 2027-03-01\nProv 2027-05-03\n"},
        {"SUMMARY:Prov\r\nDTSTART:20270104T080000Z\r\nRDATE;VALUE=PERIOD:20270302T080000Z/PT1H\r\nEXDATE:20270104T080000Z\r\n", "Prov 2027-03-02 timed\n"},
        {"SUMMARY:APT\r\nRECURRENCE-ID;VALUE=DATE:20270111\r\nDTSTART;VALUE=DATE:20270112\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n"
         "UID:1@x\r\nSUMMARY:APT\r\nDTSTART;VALUE=DATE:20270104\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n"
         "UID:1@x\r\nSUMMARY:APT\r\nSTATUS:CANCELLED\r\nRECURRENCE-ID;VALUE=DATE:20270118\r\nDTSTART;VALUE=DATE:20270118\r\n",
         "APT 2027-01-04\nAPT 2027-01-12\nAPT 2027-01-25\n"},
        {"SUMMARY:APT\r\nDTSTART;VALUE=DATE:20270104\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n"
         "UID:c\r\nSUMMARY:Annat\r\nRECURRENCE-ID;VALUE=DATE:20270104\r\nDTSTART;VALUE=DATE:20270105\r\n",
         "APT 2027-01-04\nAnnat 2027-01-05\nAPT 2027-01-11\n"},
        {"SUMMARY:Varje dag\r\nDTSTART;VALUE=DATE:20281230\r\nRRULE:FREQ=DAILY\r\n", "Varje dag 2028-12-30\nVarje dag 2028-12-31\n"},
        {"SUMMARY:Gammal\r\nDTSTART;VALUE=DATE:20201224\r\nRRULE:FREQ=YEARLY\r\n", "Gammal 2026-12-24\nGammal 2027-12-24\nGammal 2028-12-24\n"},
    }));
    CAPTURE(lines);
    const auto file = read(calendar(event(lines)));
    REQUIRE(file);
    CHECK(listed(*file) == expected);
    CHECK_FALSE(file->is_cut);
}

TEST_CASE("what says nothing about a coming day is left out and counted", "[schedule]") {
    const auto file = read(calendar(event("SUMMARY:Ja\r\nDTSTART;VALUE=DATE:20270309\r\n") + event("SUMMARY:Ja\r\nDTSTART;VALUE=DATE:20270309\r\n") +
                                    event("DTSTART;VALUE=DATE:20270309\r\n") + event("SUMMARY:Utan dag\r\n") + event("SUMMARY:Fel dag\r\nDTSTART;VALUE=DATE:20270231\r\n") +
                                    event("SUMMARY:Var\r\nDTSTART;VALUE=DATE:20250309\r\n") +
                                    event("SUMMARY:Inst\u00e4llt\r\nSTATUS:CANCELLED\r\nDTSTART;VALUE=DATE:20270310\r\n") +
                                    event("SUMMARY:Bak\u00e5t\r\nDTSTART:20270310T120000\r\nDTEND:20270309T120000\r\n") +
                                    event("SUMMARY:I evighet\r\nDTSTART;VALUE=DATE:20270310\r\nDTEND;VALUE=DATE:20990310\r\n") +
                                    event("SUMMARY:bak\u202ev\u00e4nt\r\nDTSTART;VALUE=DATE:20270310\r\n")));
    REQUIRE(file);
    CHECK(listed(*file) == "Ja 2027-03-09\n");
    CHECK(file->left_out == 8);
}

TEST_CASE("a hostile calendar file is refused in a word", "[schedule]") {
    std::string deep, wide, repeated;
    for (int at = 0; at < 40'000; ++at) {
        deep += "BEGIN:VEVENT\r\n";
    }
    const auto one = event("SUMMARY:x\r\nDTSTART;VALUE=DATE:19010101\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n");
    while (repeated.size() + one.size() < 1'000'000) {
        repeated += one;
    }
    const auto daily = event("SUMMARY:x\r\nDTSTART;VALUE=DATE:19010101\r\nRRULE:FREQ=DAILY\r\n");
    while (wide.size() + daily.size() < 1'000'000) {
        wide += daily;
    }
    using enum IcalRefusal;
    const auto [bytes, why] = GENERATE_COPY(table<std::string, IcalRefusal>({
        {"", NotIcal},
        {"hej", NotIcal},
        {"\x50\x4b\x03\x04\xff", NotText},
        {std::string("BEGIN:VCALENDAR\0", 16), NotText},
        {std::string(most_ical_bytes + 1, 'a'), TooLarge},
        {std::string(most_ical_bytes, 'a'), NotIcal},
        {"BEGIN:VCALENDAR\r\nX:" + std::string(1'000'000, ';') + "\r\nEND:VCALENDAR\r\n", NotIcal},
        {"BEGIN:VCALENDAR\r\nX:" + std::string(9'000, ';') + "\r\nEND:VCALENDAR\r\n", NoEvents},
        {deep, TooDeep},
        {"BEGIN:VCALENDAR\r\n" + deep, TooDeep},
        {calendar(""), NoEvents},
        {calendar(event("SUMMARY:x\r\nDTSTART;VALUE=DATE:19010101\r\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\r\n")), NoEvents},
        {calendar(repeated), NoEvents},
        {calendar(wide), NoEvents},
        {"BEGIN:VCALENDAR\r\n" + event("SUMMARY:x\r\nDTSTART:\r\nRRULE:\r\n"), NotIcal},
        {calendar(event("SUMMARY:x\r\nDTSTART:\r\nRRULE:\r\n")), NoEvents},
    }));
    CAPTURE(bytes.size(), bytes.substr(0, 100));
    const auto file = read(bytes);
    REQUIRE_FALSE(file);
    CHECK(file.error() == why);
}

TEST_CASE("a file with more events than a form holds is cut, and says so", "[schedule]") {
    const auto file = read(calendar(event("SUMMARY:Varje dag\r\nDTSTART;VALUE=DATE:20261201\r\nRRULE:FREQ=DAILY\r\n")));
    REQUIRE(file);
    CHECK(file->events.size() == most_ical_events);
    CHECK(file->is_cut);
}
