// Who is looking at a ticket or writing in it, as long as their page says so.
#include "tickets/presence.hpp"

#include <catch2/catch.hpp>

#include "school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;
using presence::Doing;

namespace {

std::vector<std::string> seen_by(School& school, PersonId reader, const std::vector<TicketId>& ids) {
    std::vector<std::string> all;
    for (const auto& one : school.database.read([&](db::Session& session) { return presence::of(session, ids, reader, school.clock.now()); })) {
        all.push_back(one.ticket.text() + " " + one.name + (one.is_writing ? " writes" : " looks"));
    }
    return all;
}

}  // namespace

TEST_CASE("a colleague is seen in a ticket while their page says so, and for 45 seconds after it", "[tickets]") {
    School school;
    const auto one = school.file("Skrivaren är trasig"), two = school.file("Datorn är trasig");
    presence::note(school.database, one.id, school.amir, Doing::Looking, school.clock.now());
    presence::note(school.database, one.id, school.sara, Doing::Writing, school.clock.now());
    presence::note(school.database, two.id, school.sara, Doing::Looking, school.clock.now());
    const auto amir = school.person(school.amir).name, sara = school.person(school.sara).name;

    CHECK(seen_by(school, school.rebecka, {one.id, two.id}) ==
          std::vector{one.id.text() + " " + sara + " writes", one.id.text() + " " + amir + " looks", two.id.text() + " " + sara + " looks"});
    CHECK(seen_by(school, school.sara, {one.id}) == std::vector{one.id.text() + " " + amir + " looks"});  // never oneself
    CHECK(seen_by(school, school.rebecka, {}).empty());

    SECTION("who stops writing looks") {
        presence::note(school.database, one.id, school.sara, Doing::Looking, school.clock.now());
        CHECK(seen_by(school, school.amir, {one.id}) == std::vector{one.id.text() + " " + sara + " looks"});
    }
    SECTION("who leaves is gone at once") {
        presence::note(school.database, one.id, school.sara, Doing::Gone, school.clock.now());
        CHECK(seen_by(school, school.amir, {one.id}).empty());
    }
    SECTION("who says nothing any more is gone by themself") {
        school.clock.set(school.clock.now() + std::chrono::seconds{44});
        CHECK(seen_by(school, school.amir, {one.id}).size() == 1);
        school.clock.set(school.clock.now() + std::chrono::seconds{1});
        CHECK(seen_by(school, school.amir, {one.id}).empty());
        presence::remove_old(school.database, school.clock.now() + std::chrono::seconds{1});
        school.clock.set(school.clock.now() - std::chrono::seconds{10});
        CHECK(seen_by(school, school.amir, {one.id}).empty());
    }
}
