#include <chrono>

#include "unit/matrix/draft_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;
using matrix::PublishFault;

namespace {

using Faults = std::vector<PublishFault>;

Faults faults_of(const matrix::Publishing& done) {
    REQUIRE_FALSE(done);
    return done.error();
}

/// What is decided about every area's name and every labelled request.
std::vector<routing::Decision> decisions(const routing::Router& router, const std::vector<routing::Case>& requests) {
    std::vector<routing::Decision> all;
    for (const auto& area : router.matrix().areas()) {
        all.push_back(router.route({.subject = area.name, .body = "", .area = std::nullopt}));
        all.push_back(router.route({.subject = "", .body = "", .area = area.key}));
    }
    for (const auto& one : requests) {
        all.push_back(router.route(one.request));
    }
    return all;
}

}  // namespace

TEST_CASE("a published draft is in force from its moment, and going back leaves every decision as it was", "[matrix][db]") {
    DraftSchool school;
    matrix::CurrentRouter router{shipped_model()};
    const auto refresh = [&](Timestamp at) {
        return router.refresh_if_changed(school.database(), at);
    };
    REQUIRE(refresh(tests::now));
    const auto requests = routing::load_labelled_requests(routing_data(), router.edition()->matrix());
    REQUIRE(requests.size() >= 400);
    const auto before = decisions(*router.get(), requests);

    school.move_printers();
    REQUIRE(school.publish("1.5.0", tests::now + 1h));
    CHECK_FALSE(refresh(tests::now + 59min));
    REQUIRE(refresh(tests::now + 1h));
    CHECK(router.edition()->matrix().version() == "1.5.0");
    CHECK(router.edition()->matrix().find("skrivare")->lead().role == "VAKT");
    CHECK_FALSE(decisions(*router.get(), requests) == before);

    const auto back = matrix::go_back(school.database(), school.base, "Fel roll", school.actor(school.sara), tests::now + 2h);
    REQUIRE(back);
    REQUIRE(refresh(tests::now + 2h));
    CHECK(router.edition()->matrix().version() == "1.4.0");
    CHECK(router.edition()->id != school.base);
    CHECK((decisions(*router.get(), requests) == before));
    const auto versions = school.database().read([](db::Session& session) { return matrix::list_versions(session); });
    REQUIRE(versions.size() == 3);
    CHECK(versions[0].restores == school.base);
    CHECK(versions[0].by == "Sara Berg");
    CHECK(versions[0].note == "Fel roll");
    CHECK(versions[1].draft == school.draft);
}

TEST_CASE("all that keeps a draft from being published is told at once", "[matrix][db]") {
    DraftSchool school;
    const auto publish = [&](matrix::PublishWish wish) {
        return matrix::publish(school.database(), school.draft, wish, school.actor(school.anders), tests::now);
    };
    CHECK(faults_of(publish({.version = "en ny", .from = tests::now - 1min, .note = std::string(1001, 'x')})) ==
          Faults{PublishFault::BadVersion, PublishFault::BadNote, PublishFault::Past, PublishFault::NothingNew, PublishFault::Outdated, PublishFault::NoReplay});
    school.move_printers();
    CHECK(faults_of(publish({.version = "\xe2\x9d\xa4", .from = {}, .note = "", .without_replay = true})) == Faults{PublishFault::BadVersion});
    CHECK(faults_of(publish({.version = "1.4.0", .from = {}, .note = "", .without_replay = true})) == Faults{PublishFault::VersionTaken});
    CHECK(faults_of(publish({.version = "1.5.0", .from = {}, .note = "", .without_replay = true, .seen_revision = 0})) == Faults{PublishFault::Changed});
    school.database().in_transaction([&](db::Transaction& tx) { matrix::drafts::mark_replay_seen(tx, school.draft, 1); });
    REQUIRE(publish({.version = "1.5.0", .from = {}, .note = ""}));
    CHECK(faults_of(publish({.version = "1.6.0", .from = {}, .note = ""})) == Faults{PublishFault::NotOpen});
}

TEST_CASE("where the school wants a second person, one's own approval is none and a later change needs a new one", "[matrix][db]") {
    DraftSchool school;
    school.database().in_transaction(
        [&](db::Transaction& tx) { matrix::set_needs_approval(tx, true, school.actor(school.anders), tests::now); });
    school.move_printers();
    CHECK(faults_of(school.publish("1.5.0")) == Faults{PublishFault::NoApproval});
    REQUIRE(matrix::approve(school.database(), school.draft, 1, school.actor(school.anders), tests::now));
    CHECK(faults_of(school.publish("1.5.0")) == Faults{PublishFault::NoApproval});
    CHECK_FALSE(matrix::approve(school.database(), school.draft, 0, school.actor(school.sara), tests::now));
    REQUIRE(matrix::approve(school.database(), school.draft, 1, school.actor(school.sara), tests::now));
    auto printers = school.area("skrivare");
    printers.note = "ny";
    REQUIRE(school.edit(printers, 1));
    CHECK(faults_of(school.publish("1.5.0")) == Faults{PublishFault::NoApproval});
    REQUIRE(matrix::approve(school.database(), school.draft, 2, school.actor(school.sara), tests::now));
    CHECK(school.publish("1.5.0"));
}

TEST_CASE("a draft of a version that is no longer in force is brought up to it before it is published", "[matrix][db]") {
    DraftSchool school;
    school.move_printers();
    const auto other = school.start("Annat");
    REQUIRE(school.publish("1.5.0"));
    school.draft = other;
    auto projectors = school.area("B018");
    projectors.note = "ny";
    REQUIRE(school.edit(projectors, 0));
    CHECK(faults_of(school.publish("1.6.0", {}, tests::now + 1min)) == Faults{PublishFault::Outdated});
    REQUIRE(matrix::bring_up(school.database(), other, school.actor(school.anders), tests::now + 1min));
    CHECK_FALSE(matrix::bring_up(school.database(), other, school.actor(school.anders), tests::now + 1min));
    CHECK(school.area("skrivare").lead().role == "VAKT");
    CHECK(school.area("B018").note == "ny");
    CHECK(school.publish("1.6.0", {}, tests::now + 1min));
}

TEST_CASE("the next version is proposed", "[matrix]") {
    const auto [version, next] = GENERATE(table<std::string, std::string>(
        {{"1.4.0", "1.5.0"}, {"1.4.9", "1.4.10"}, {"2026-1", "2026-2"}, {"7", "8"}, {"varen", "varen-2"}, {"0", "1"}}));
    CHECK(matrix::next_version(version) == next);
}
