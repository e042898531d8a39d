#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

#include "db/migrations.hpp"
#include "identity/units.hpp"
#include "schedule/calendar_changes.hpp"
#include "schedule/calendar_entry.hpp"
#include "schedule/calendar_store.hpp"
#include "schedule/calendars.hpp"
#include "support/test_database.hpp"

using namespace ansvar;
using namespace ansvar::schedule;
using clock::Date;

namespace {

const db::Query make_units{"test/make_units", "INSERT INTO units (id, name) VALUES (7, 'Norra skolan'), (8, 'Sodra skolan')"};
const db::Query make_roles{"test/make_roles", "INSERT INTO roles (code, name_sv, name_en, kind, position) VALUES ('ITS', 'IT-support', 'IT support', 'queue', 1)"};
const db::Query make_person{"test/make_person", "INSERT INTO people (id, name, email, created_at) VALUES (1, 'Vera', 'vera@skola.example', UTC_TIMESTAMP(6))"};
const db::Query make_ticket{"test/make_ticket",
                            "INSERT INTO tickets (subject, role_code, matrix_version, reason, confidence, confidential, state, priority, requester_id, "
                            "filed_by_id, channel, opened_at, due_at, last_seq, changed_at) VALUES ('x', 'ITS', '1', 'classified', 0.9, 0, 'new', 1, 1, 1, "
                            "'web', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), 1, UTC_TIMESTAMP(6))"};
const db::Query count_audits{"test/count_audits", "SELECT COUNT(*) AS n FROM audit_log WHERE object_kind = 'calendar'"};

Date day(const std::string& text) { return clock::date_from(text).value(); }
Timestamp at(const std::string& text) { return from_rfc3339(text).value(); }

constexpr CalendarId school_calendar{1};

struct Fixture {
    Fixture() {
        test.database().in_transaction([](db::Transaction& tx) {
            tx.execute(make_units);
            tx.execute(make_roles);
            tx.execute(make_person);
        });
        refresh();
    }
    void refresh() {
        test.database().read([&](db::Session& session) { calendars.refresh(session); });
    }
    template <class Work>
    auto change(Work work) {
        const Hand hand{.actor = {.kind = identity::Actor::Kind::Session, .person = PersonId{1}}, .by = PersonId{1}, .now = now};
        const auto done = test.database().in_transaction([&](db::Transaction& tx) { return work(tx, hand); });
        refresh();
        return done;
    }
    CalendarId make(const std::string& name) {
        return change([&](db::Transaction& tx, const Hand& hand) { return add_calendar(tx, name, school_calendar, hand); });
    }
    std::optional<CalendarRefusal> use(const Scope& scope, std::optional<CalendarId> calendar, const std::string& from) {
        return change([&](db::Transaction& tx, const Hand& hand) { return use_calendar(tx, scope, calendar, day(from), hand); });
    }
    std::optional<CalendarRefusal> enter(CalendarId calendar, const CalendarEntry& entry) {
        return change([&](db::Transaction& tx, const Hand& hand) {
            return edit_calendar(tx, calendar, [&](clock::Calendar& rules) { add(rules, entry); }, entry.name, hand);
        });
    }
    CalendarBook book() {
        return test.database().read([](db::Session& session) { return calendar_store::load(session); });
    }
    std::string follows(const char* role, std::optional<UnitId> unit, const std::string& time) {
        return calendars.of(RoleCode{role}, unit)->at(at(time)).calendar;
    }

    ansvar::tests::TestDatabase test;
    Calendars calendars;
    Timestamp now = at("2026-11-22T10:00:00Z");  // a Sunday
};

}  // namespace

TEST_CASE("before anything is read, the plain week is followed", "[schedule]") {
    const Calendars calendars;
    CHECK(calendars.of_school() == clock::plain_week());
    CHECK(calendars.of(RoleCode{"ITS"}, UnitId{1}) == clock::plain_week());
    CHECK(calendars.is_working_day(day("2026-12-25")));
    CHECK(calendars.terms().empty());
}

TEST_CASE("a new school follows its calendar from the beginning, with Swedish holidays", "[schedule][db]") {
    Fixture school;
    CHECK(school.calendars.of_school()->parts.size() == 1);
    CHECK(school.follows("ITS", UnitId{7}, "2011-01-01T00:00:00Z") == "Skolans kalender");
    for (const auto* closed : {"2026-12-24", "2026-12-25", "2026-12-31", "2027-01-01", "2027-01-06", "2026-06-19", "2026-06-06", "2026-11-22"}) {
        CAPTURE(closed);
        CHECK_FALSE(school.calendars.is_working_day(day(closed)));
    }
    CHECK(school.calendars.is_working_day(day("2026-12-23")));
    CHECK(school.calendars.is_working_day(day("2027-03-25")));  // skärtorsdag
}

TEST_CASE("a school that has tickets keeps its plain week for what was, and the calendar holds from tomorrow", "[schedule][db]") {
    ansvar::tests::TestDatabase test{ansvar::tests::TestDatabase::Content::Empty};
    std::vector<db::Migration> before;
    for (const auto& migration : db::embedded_migrations()) {
        if (migration.version < 42) {
            before.push_back(migration);
        }
    }
    db::migrate(test.settings(), before);
    test.database().in_transaction([](db::Transaction& tx) {
        tx.execute(make_roles);
        tx.execute(make_person);
        tx.execute(make_ticket);
    });
    db::migrate(test.settings());
    Calendars calendars;
    test.database().read([&](db::Session& session) { calendars.refresh(session); });
    const auto followed = calendars.of_school();
    REQUIRE(followed->parts.size() == 2);
    CHECK(followed->parts[0].calendar.empty());
    CHECK(followed->parts[1].calendar == "Skolans kalender");
    const auto today = clock::day_of(SystemClock{}.now());
    CHECK(followed->parts[1].from > clock::beginning_of(today));
    CHECK(followed->parts[1].from <= clock::beginning_of(today + std::chrono::days{2}));
    CHECK(followed->hours.is_open(at("2025-12-24T09:00:00Z")));
    CHECK_FALSE(followed->hours.is_open(at("2050-12-26T09:00:00Z")));
}

TEST_CASE("a role at a unit goes before the unit, that before the role, that before the school", "[schedule][db]") {
    Fixture school;
    const auto of_role = school.make("Rollens"), of_unit = school.make("Enhetens"), of_both = school.make("B\u00e5das");
    CHECK_FALSE(school.use({.role = RoleCode{"ITS"}}, of_role, "2026-12-01"));
    CHECK_FALSE(school.use({.unit = UnitId{7}}, of_unit, "2027-01-01"));
    CHECK_FALSE(school.use({.role = RoleCode{"ITS"}, .unit = UnitId{7}}, of_both, "2027-02-01"));
    CHECK_FALSE(school.use({.role = RoleCode{"ITS"}, .unit = UnitId{7}}, std::nullopt, "2027-03-01"));
    const auto [role, unit, time, name] = GENERATE(table<const char*, int, std::string, std::string>({
        {"ITS", 7, "2026-11-30T22:59:00Z", "Skolans kalender"},
        {"ITS", 7, "2026-11-30T23:00:00Z", "Rollens"},
        {"ITS", 7, "2027-01-15T10:00:00Z", "Enhetens"},
        {"ITS", 7, "2027-02-15T10:00:00Z", "B\u00e5das"},
        {"ITS", 7, "2027-03-15T10:00:00Z", "Enhetens"},
        {"ITS", 8, "2027-02-15T10:00:00Z", "Rollens"},
        {"SEK", 7, "2027-02-15T10:00:00Z", "Enhetens"},
        {"SEK", 8, "2027-02-15T10:00:00Z", "Skolans kalender"},
        {"ITS", 0, "2027-02-15T10:00:00Z", "Rollens"},
    }));
    CAPTURE(role, unit, time);
    CHECK(school.follows(role, unit == 0 ? std::nullopt : std::optional{UnitId{static_cast<std::uint64_t>(unit)}}, time) == name);
}

TEST_CASE("what is past keeps its calendar: changes hold from tomorrow", "[schedule][db]") {
    Fixture school;
    const auto before = school.calendars.of_school();
    auto rules = school.book().version_on(school_calendar, day("2026-11-22"))->rules;
    rules.week[0] = {{9 * 60, 15 * 60}};
    const auto change = [&](const std::string& from) {
        return school.change([&](db::Transaction& tx, const Hand& hand) { return change_calendar(tx, school_calendar, rules, day(from), "Kortare", hand); });
    };
    CHECK(change("2026-11-22") == CalendarRefusal::InThePast);
    CHECK(change("2026-11-01") == CalendarRefusal::InThePast);
    CHECK_FALSE(change("2026-11-23"));
    CHECK(change("2026-11-23") == CalendarRefusal::NothingChanged);
    const auto after = school.calendars.of_school();
    CHECK(after->hours.worked(at("2020-01-01T00:00:00Z"), at("2026-11-22T23:00:00Z")) == before->hours.worked(at("2020-01-01T00:00:00Z"), at("2026-11-22T23:00:00Z")));
    CHECK(before->hours.is_open(at("2026-11-23T07:30:00Z")));
    CHECK_FALSE(after->hours.is_open(at("2026-11-23T07:30:00Z")));
    CHECK(after->at(at("2026-11-23T07:30:00Z")).version == 2);
    CHECK(school.use({}, school_calendar, "2026-11-22") == CalendarRefusal::InThePast);
    CHECK(school.use({}, std::nullopt, "2026-11-25") == CalendarRefusal::UnknownScope);
    CHECK(school.use({.unit = UnitId{7}}, CalendarId{99}, "2026-11-25") == CalendarRefusal::UnknownScope);
    school.test.database().read([&](db::Session& session) { CHECK(session.row(count_audits)->integer("n") == 1); });
}

TEST_CASE("a calendar that nobody has followed may be replaced from the beginning", "[schedule][db]") {
    Fixture school;
    const auto own = school.make("Egen");
    const auto replace = [&] {
        return school.change([&](db::Transaction& tx, const Hand& hand) { return change_calendar(tx, own, clock::plain_calendar(), clock::first_day, "", hand); });
    };
    CHECK_FALSE(replace());
    CHECK(school.book().version_on(own, day("2015-01-01"))->rules == clock::plain_calendar());
    CHECK_FALSE(school.use({.unit = UnitId{7}}, own, "2026-11-23"));
    school.now += std::chrono::hours{24};
    CHECK(replace() == CalendarRefusal::InThePast);
}

TEST_CASE("a day that is added is in what holds tomorrow and in every version that takes over later", "[schedule][db]") {
    Fixture school;
    auto later = school.book().version_on(school_calendar, day("2026-11-22"))->rules;
    later.week[4] = {{8 * 60, 14 * 60}};
    REQUIRE_FALSE(school.change([&](db::Transaction& tx, const Hand& hand) { return change_calendar(tx, school_calendar, later, day("2027-08-01"), "", hand); }));
    const CalendarEntry lov{.kind = CalendarEntry::Kind::Break, .name = "H\u00f6stlov", .from = day("2027-11-01"), .to = day("2027-11-05")};
    CHECK_FALSE(school.enter(school_calendar, lov));
    CHECK_FALSE(school.calendars.is_working_day(day("2027-11-03")));
    CHECK(school.calendars.of_school()->hours.is_open(at("2027-08-06T11:30:00Z")));        // Friday 13:30
    CHECK_FALSE(school.calendars.of_school()->hours.is_open(at("2027-08-06T12:30:00Z")));  // the later version still takes over
    CHECK(school.calendars.of_school()->hours.is_open(at("2027-07-30T12:30:00Z")));
    CHECK(school.book().versions_of(school_calendar).size() == 4);
    REQUIRE(school.change([&](db::Transaction& tx, const Hand& hand) {
        return edit_calendar(tx, school_calendar, [&](clock::Calendar& rules) { CHECK(remove(rules, lov)); }, "", hand);
    }) == std::nullopt);
    CHECK(school.calendars.is_working_day(day("2027-11-03")));
}

TEST_CASE("each kind of entry does what it says, is listed, and goes away", "[schedule]") {
    using Kind = CalendarEntry::Kind;
    const auto monday = day("2026-12-07");
    const auto [kind, open_minutes, listed] = GENERATE(table<Kind, int, Kind>({
        {Kind::Break, 0, Kind::Break}, {Kind::StudyDay, 0, Kind::StudyDay}, {Kind::OpenStudyDay, 480, Kind::OpenStudyDay},
        {Kind::HalfDay, 240, Kind::OwnHours}, {Kind::OwnHours, 60, Kind::OwnHours}, {Kind::OtherWeek, 60, Kind::OtherWeek}, {Kind::Term, 480, Kind::Term},
    }));
    CAPTURE(name(kind));
    CHECK(entry_kind_from(name(kind)) == kind);
    auto calendar = clock::plain_calendar();
    const CalendarEntry entry{.kind = kind, .name = "X", .from = monday, .to = monday, .hours = {{600, 660}}};
    add(calendar, entry);
    int open = 0;
    for (const auto& span : calendar.on(monday)) {
        open += span.to - span.from;
    }
    CHECK(open == open_minutes);
    CHECK(holds(calendar, entry));
    CHECK(entries_from(calendar, monday + std::chrono::days{1}).empty());
    const auto listing = entries_from(calendar, monday);
    REQUIRE(listing.size() == 1);
    CHECK(listing.front().kind == listed);
    CHECK(remove(calendar, listing.front()));
    CHECK(calendar == clock::plain_calendar());
    CHECK_FALSE(remove(calendar, listing.front()));
}

TEST_CASE("a half day in a week is a half day on each day that is open", "[schedule]") {
    auto calendar = clock::plain_calendar();
    add(calendar, {.kind = CalendarEntry::Kind::HalfDay, .name = "Halv vecka", .from = day("2026-12-05"), .to = day("2026-12-09")});
    CHECK(calendar.own_days.size() == 3);  // Saturday and Sunday are closed already
}

TEST_CASE("terms are those of the school's newest calendar, in order", "[schedule][db]") {
    Fixture school;
    using Kind = CalendarEntry::Kind;
    CHECK_FALSE(school.enter(school_calendar, {.kind = Kind::Term, .name = "VT 2027", .from = day("2027-01-08"), .to = day("2027-06-11")}));
    CHECK_FALSE(school.enter(school_calendar, {.kind = Kind::Term, .name = "HT 2026", .from = day("2026-08-17"), .to = day("2026-12-18")}));
    CHECK(school.enter(school_calendar, {.kind = Kind::Term, .name = "Dubbel", .from = day("2026-12-01"), .to = day("2026-12-20")}) == CalendarRefusal::Overlaps);
    const auto terms = school.calendars.terms();
    REQUIRE(terms.size() == 2);
    CHECK(terms[0].name == "HT 2026");
    CHECK(terms[1].name == "VT 2027");
}

TEST_CASE("nothing is laid again while nothing has changed, and readers keep what they took", "[schedule][db]") {
    Fixture school;
    const auto before = school.calendars.of_school();
    school.refresh();
    CHECK(school.calendars.of_school() == before);
    const auto own = school.make("Egen");
    CHECK(school.calendars.of_school() == before);  // another calendar is not this one
    REQUIRE_FALSE(school.use({.unit = UnitId{7}}, own, "2026-12-01"));
    CHECK(school.calendars.of_school() == before);
    CHECK(school.calendars.of(RoleCode{"ITS"}, UnitId{7}) != before);
    std::atomic<bool> is_done = false;
    std::thread reader([&] {
        while (!is_done) {
            CHECK(school.calendars.of(RoleCode{"ITS"}, UnitId{7})->hours.is_open(at("2026-12-02T10:00:00Z")));
        }
    });
    for (int add_one = 0; add_one < 10; ++add_one) {
        const auto on = day("2027-02-01") + std::chrono::days{7 * add_one};
        school.enter(own, {.name = "Lov " + std::to_string(add_one), .from = on, .to = on});
    }
    is_done = true;
    reader.join();
    CHECK(school.book().versions_of(own).size() == 11);
}

TEST_CASE("a unit without a calendar follows the nearest unit above it that has one, as they lay then", "[schedule]") {
    constexpr UnitId area{7}, school{8}, part{9}, other{10};
    constexpr CalendarId of_area{2}, of_its{3}, of_part{4};
    std::vector<CalendarVersion> versions;
    for (const auto calendar : {school_calendar, of_area, of_its, of_part}) {
        versions.push_back({.calendar = calendar, .name = std::to_string(calendar.value)});
    }
    const CalendarBook book{std::move(versions),
                            {{.id = 1, .scope = {}, .calendar = school_calendar},
                             {.id = 2, .scope = {.unit = area}, .calendar = of_area, .valid_from = day("2026-01-01")},
                             {.id = 3, .scope = {.role = RoleCode{"ITS"}, .unit = area}, .calendar = of_its, .valid_from = day("2026-01-01")},
                             {.id = 4, .scope = {.unit = part}, .calendar = of_part, .valid_from = day("2028-01-01")}},
                            {{.unit = school, .parent = area}, {.unit = part, .parent = school}, {.unit = school, .parent = {}, .valid_from = day("2027-01-01")}}};
    const RoleCode its{"ITS"}, sek{"SEK"};
    CHECK(book.followed_on({.unit = part}, day("2025-12-31")) == school_calendar);
    CHECK(book.followed_on({.unit = part}, day("2026-01-01")) == of_area);
    CHECK(book.followed_on({.role = sek, .unit = school}, day("2026-01-01")) == of_area);
    CHECK(book.followed_on({.role = its, .unit = part}, day("2026-01-01")) == of_its);
    CHECK(book.followed_on({.role = its, .unit = part}, day("2027-01-01")) == school_calendar);  // moved away
    CHECK(book.followed_on({.role = its, .unit = part}, day("2028-01-01")) == of_part);
    CHECK(book.followed_on({.role = its, .unit = other}, day("2026-01-01")) == school_calendar);
    CHECK(book.units_with_hours() == std::set<UnitId>{area, school, part});
    const auto parts = book.parts({.role = sek, .unit = part});
    REQUIRE(parts.size() == 4);
    CHECK(parts[1].name == "2");
    CHECK(parts[2].from == day("2027-01-01"));
    CHECK(parts[3].name == "4");
}

TEST_CASE("a unit that is made under another has its hours at once, one that is moved from a coming day on", "[schedule]") {
    Fixture fixture;
    const auto evenings = fixture.make("Kvallar");
    REQUIRE_FALSE(fixture.use({.unit = UnitId{7}}, evenings, "2026-12-01"));
    const auto line = [&](UnitId unit) { return fixture.calendars.of(RoleCode{"ITS"}, unit)->at(at("2027-01-04T12:00:00Z")).calendar; };
    const auto added = fixture.test.database().in_transaction([](db::Transaction& tx) { return identity::add_unit(tx, "Norra F-6", UnitId{7}); });
    fixture.refresh();
    CHECK(line(added) == "Kvallar");
    CHECK(line(UnitId{8}) != "Kvallar");
    const auto move = [&](std::optional<UnitId> parent) {
        fixture.test.database().in_transaction(
            [&](db::Transaction& tx) { return identity::change_unit(tx, UnitId{8}, {.name = "Sodra skolan", .parent = parent}); });
        fixture.refresh();
    };
    move(UnitId{7});
    const auto followed = fixture.calendars.of(RoleCode{"ITS"}, UnitId{8});
    CHECK(followed->at(SystemClock{}.now() + std::chrono::hours{24 * 400}).calendar == "Kvallar");
    CHECK(followed->at(SystemClock{}.now()).calendar != "Kvallar");
    move({});
    CHECK(line(added) == "Kvallar");
}
