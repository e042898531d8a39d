#include "matrix/withdrawal.hpp"

#include <chrono>
#include <future>

#include "identity/audit_store.hpp"
#include "identity/units.hpp"
#include "matrix/command_line.hpp"
#include "matrix/moves.hpp"
#include "matrix/unit_exceptions.hpp"
#include "queries/matrix.hpp"
#include "unit/matrix/draft_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;
using End = matrix::ExceptionRecord::End;

namespace {

const db::Query count_planned_moves{"test/count_planned_moves", "SELECT COUNT(*) AS moves FROM matrix_moves WHERE state = 'waiting'"};

/// A school that has planned to give the printers to the caretaker.
struct PlanningSchool : DraftSchool {
    PlanningSchool() {
        unit = database().in_transaction([&](db::Transaction& tx) { return identity::add_unit(tx, "Skola B", {}); });
    }

    matrix::VersionId plan(const std::string& name, Timestamp from, std::vector<matrix::ChosenMove> moves = {},
                           std::optional<matrix::SplitExceptions> split = {}) {
        const auto done = matrix::publish(database(), draft,
                                          {.version = name, .from = from, .note = "", .without_replay = true, .moves = std::move(moves), .split_exceptions = split},
                                          actor(anders), tests::now);
        REQUIRE(done);
        return *done;
    }
    /// The printers' row goes with the draft.
    void retire_printers() { REQUIRE(matrix::edit_row(database(), draft, {.row = "B017", .expected = 0, .area = {}}, anders, tests::now)); }
    std::optional<matrix::Withdrawal> withdraw(matrix::VersionId id, Timestamp at = tests::now) {
        return matrix::withdraw(database(), id, actor(sara), at);
    }
    matrix::ExceptionId except(const std::string& role, std::optional<Timestamp> from = {}, Timestamp at = tests::now) {
        const auto made = matrix::unit_exceptions::add(database(), {.unit = unit, .area = "skrivare", .role = role, .note = "Har nyckeln", .from = from}, actor(anders), at);
        REQUIRE(made);
        return *made;
    }
    std::vector<matrix::ExceptionRecord> exceptions() {
        return database().read([](db::Session& session) { return matrix::unit_exceptions::list(session); });
    }
    /// Exactly how all of them stand, but those that were made after.
    std::vector<std::string> stand(std::size_t most = 100) {
        std::vector<std::string> all;
        for (const auto& one : exceptions()) {
            if (one.id.value <= most) {
                all.push_back(one.id.text() + " " + one.role.value + " " + to_sql(one.starts_at) + " - " + (one.ends_at ? to_sql(*one.ends_at) : "") + " " +
                              std::string{matrix::to_string(one.end)} + " " + (one.ended_at ? to_sql(*one.ended_at) : "") + " " + one.ended_by + " " + one.ended_version);
            }
        }
        return all;
    }
    matrix::DraftHead head(matrix::DraftId id) {
        return database().read([&](db::Session& session) { return matrix::drafts::find(session, id).value(); });
    }
    std::string routed_by(matrix::CurrentRouter& router, Timestamp at) {
        router.refresh_if_changed(database(), at);
        return router.edition()->matrix().version();
    }

    UnitId unit;
};

}  // namespace

TEST_CASE("a planned version that is taken back takes effect in no service, and its draft is open as it was", "[matrix][withdrawal][db]") {
    PlanningSchool school;
    matrix::CurrentRouter first, second;
    REQUIRE(school.routed_by(first, tests::now) == "1.4.0");
    school.move_printers();
    const auto planned = school.plan("1.5.0", tests::now + 1h);
    REQUIRE(school.head(school.draft).state == matrix::DraftHead::State::Published);

    const auto undone = school.withdraw(planned);
    REQUIRE(undone);
    CHECK(undone->version == "1.5.0");
    CHECK(undone->draft == school.draft);
    CHECK_FALSE(school.withdraw(planned));  // once
    CHECK(school.routed_by(first, tests::now + 2h) == "1.4.0");
    CHECK(school.routed_by(second, tests::now + 2h) == "1.4.0");  // one that starts later
    CHECK(school.in_force(tests::now + 2h) == school.base);
    CHECK_FALSE(matrix::go_back(school.database(), planned, "", school.actor(school.sara), tests::now + 2h));

    CHECK(school.head(school.draft).state == matrix::DraftHead::State::Open);
    CHECK(school.area("skrivare").lead().role == "VAKT");
    auto printers = school.area("skrivare");
    printers.responsible = {{"SEK", "", routing::Relation::Lead}};
    REQUIRE(school.edit(printers, 1));
    REQUIRE(school.publish("1.5.0", {}, tests::now + 2h));  // its name is free again, also for another content
    CHECK(school.routed_by(first, tests::now + 2h) == "1.5.0");
    CHECK(first.edition()->matrix().find("skrivare")->lead().role == "SEK");

    const auto versions = school.database().read([](db::Session& session) { return matrix::list_versions(session); });
    REQUIRE(versions.size() == 3);
    const auto taken = std::find_if(versions.begin(), versions.end(), [&](const auto& one) { return one.id == planned; });
    CHECK(taken->withdrawn_by == "Sara Berg");
    CHECK(taken->withdrawn_at == tests::now);
}

TEST_CASE("what is in force, was, or is not there is not taken back", "[matrix][withdrawal][db]") {
    PlanningSchool school;
    school.move_printers();
    CHECK_FALSE(school.withdraw(school.base));
    CHECK_FALSE(school.withdraw(matrix::VersionId{4711}));
    const auto planned = school.plan("1.5.0", tests::now + 1h);
    CHECK_FALSE(school.withdraw(planned, tests::now + 1h));
    CHECK(school.head(school.draft).state == matrix::DraftHead::State::Published);
    CHECK(school.in_force(tests::now + 1h) == planned);
}

TEST_CASE("of a service that begins to route with a version and whoever takes it back exactly one wins", "[matrix][withdrawal][db]") {
    PlanningSchool school;
    db::Database other{school.settings().patient()};
    int taken_back = 0, took_effect = 0;
    for (auto at = tests::now; at < tests::now + 12h; at += 1h) {
        school.draft = school.start("Omgang", at);
        auto printers = school.area("skrivare");
        printers.note = to_sql(at);
        REQUIRE(school.edit(printers, 0));
        const auto from = at + 30min;
        const auto planned = school.publish("2." + std::to_string((at - tests::now) / 1h), from, at).value();
        matrix::CurrentRouter router, late;
        router.refresh_if_changed(other, at);
        std::promise<void> gun;
        const auto start = gun.get_future().share();
        auto effect = std::async(std::launch::async, [&] {
            start.wait();
            router.refresh_if_changed(other, from);
        });
        auto back = std::async(std::launch::async, [&] {
            start.wait();
            return school.withdraw(planned, from - 1us).has_value();  // by a clock that is a little behind
        });
        gun.set_value();
        effect.get();
        const bool is_withdrawn = back.get();
        const bool is_routing = router.edition()->id == planned;
        CHECK(is_withdrawn != is_routing);
        CHECK_FALSE(school.withdraw(planned, from - 1us));
        school.routed_by(late, from);
        CHECK((late.edition()->id == planned) == is_routing);
        CHECK((school.head(school.draft).state == matrix::DraftHead::State::Open) == is_withdrawn);
        ++(is_withdrawn ? taken_back : took_effect);
    }
    WARN("taken back " << taken_back << " times, in force " << took_effect << " times");
}

TEST_CASE("a service that meets a version while it is being taken back waits and goes on with the one before", "[matrix][withdrawal][db]") {
    PlanningSchool school;
    matrix::CurrentRouter router;
    REQUIRE(school.routed_by(router, tests::now) == "1.4.0");
    school.move_printers();
    const auto planned = school.plan("1.5.0", tests::now + 1h);
    db::Database other{school.settings().patient()};
    std::future<bool> refreshed;
    school.database().in_transaction([&](db::Transaction& tx) {
        tx.execute(queries::matrix::withdraw_version, {{"id", planned}, {"now", tests::now}, {"by", school.sara}});
        if (!refreshed.valid()) {
            refreshed = std::async(std::launch::async, [&] { return router.refresh_if_changed(other, tests::now + 1h); });
        }
        refreshed.wait_for(200ms);  // it reads the version meanwhile, and may not take it in
    });
    CHECK_FALSE(refreshed.get());
    CHECK(router.edition()->matrix().version() == "1.4.0");
}

TEST_CASE("exceptions that a taken back version would end or make are as before", "[matrix][withdrawal][exceptions][db]") {
    PlanningSchool school;
    const auto whole = school.except("VAKT");
    const auto later = school.except("SEK", tests::now + 48h);  // the first one ends then
    const auto before = school.stand();
    school.retire_printers();
    const auto planned = school.plan("1.5.0", tests::now + 24h);
    REQUIRE(school.stand() != before);
    REQUIRE(school.withdraw(planned)->exceptions == 2);
    CHECK(school.stand() == before);
    matrix::CurrentRouter router;
    const routing::Request printer{.subject = "", .body = "", .area = "skrivare"};
    REQUIRE(school.routed_by(router, tests::now + 25h) == "1.4.0");
    CHECK(router.get()->at(school.unit.value).route(printer).role == "VAKT");
    router.refresh_if_changed(school.database(), tests::now + 49h);
    CHECK(router.get()->at(school.unit.value).route(printer).role == "SEK");
    CHECK((whole.value < later.value));
}

TEST_CASE("what a unit said after a version was planned stays when it is taken back", "[matrix][withdrawal][exceptions][db]") {
    PlanningSchool school;
    const auto first = school.except("VAKT");
    school.retire_printers();
    const auto planned = school.plan("1.5.0", tests::now + 24h);
    SECTION("another answer from a later day") {
        const auto second = school.except("SEK", tests::now + 48h, tests::now + 1h);
        REQUIRE(school.withdraw(planned, tests::now + 2h));
        const auto all = school.exceptions();
        REQUIRE(all.size() == 2);
        CHECK(all[0].id == second);
        CHECK_FALSE(all[0].ends_at);
        CHECK(all[1].ends_at == tests::now + 48h);
        CHECK(all[1].end == End::Replaced);
    }
    SECTION("the matrix' own answer again") {
        REQUIRE(matrix::unit_exceptions::remove(school.database(), first, school.actor(school.anders), tests::now + 1h));
        const auto before = school.stand();
        REQUIRE(school.withdraw(planned, tests::now + 2h));
        CHECK(school.stand() == before);
    }
}

TEST_CASE("two planned versions that end the same exception leave it as it was, whichever is taken back first", "[matrix][withdrawal][exceptions][db]") {
    PlanningSchool school;
    school.except("VAKT");
    const auto before = school.stand();
    school.retire_printers();
    const auto later = school.plan("2.0", tests::now + 48h);
    school.draft = school.start("Sommaren");
    school.retire_printers();
    const auto sooner = school.plan("1.5", tests::now + 24h);
    const bool sooner_first = GENERATE(true, false);
    REQUIRE(school.withdraw(sooner_first ? sooner : later));
    CHECK(school.exceptions().front().ends_at == tests::now + (sooner_first ? 48h : 24h));
    REQUIRE(school.withdraw(sooner_first ? later : sooner));
    CHECK(school.stand() == before);
}

TEST_CASE("exceptions that were to follow a split row never begin when the version is taken back", "[matrix][withdrawal][exceptions][db]") {
    PlanningSchool school;
    const auto whole = school.except("VAKT");
    const auto before = school.stand(whole.value);
    const auto part = matrix::split_row(school.database(), school.draft, {.row = "B017", .expected = 0, .name = "3D-skrivare"}, school.anders, tests::now);
    REQUIRE(part);
    const auto planned = school.plan("1.5.0", tests::now + 24h, {}, matrix::SplitExceptions::Follow);
    REQUIRE(school.exceptions().size() == 2);
    REQUIRE(school.withdraw(planned)->exceptions == 1);
    CHECK(school.stand(whole.value) == before);
    for (const auto& one : school.exceptions()) {
        CHECK((one.id == whole || !one.holds(tests::now + 30h)));
    }
}

TEST_CASE("the audit says who took which version back, and the command line does it by number", "[matrix][withdrawal][db]") {
    PlanningSchool school;
    school.move_printers();
    const auto planned = school.plan("1.5.0", tests::now + 1h, {{TicketId{1001}, RoleCode{"ITS"}}, {TicketId{1002}, RoleCode{"ITS"}}});
    const auto waiting = [&] { return school.database().read([](db::Session& session) { return session.row(count_planned_moves)->integer("moves"); }); };
    REQUIRE(waiting() == 2);
    const auto told = matrix::withdraw_command(school.database(), planned, tests::now);
    REQUIRE(told);
    CHECK(*told == "version 1.5.0 is taken back, draft " + school.draft.text() + " is open again; 2 tickets stay, 0 exceptions are as before\n");
    CHECK(waiting() == 0);
    CHECK_FALSE(matrix::withdraw_command(school.database(), planned, tests::now));
    CHECK(matrix::list_command(school.database())->find("1.5.0\tfrom " + to_sql(tests::now + 1h) + " UTC\ttaken back\n") != std::string::npos);
    const auto page = school.database().read([](db::Session& session) { return identity::load_audit(session, {.object_kind = "matrix", .object_id = "1.5.0"}, {}, 10); });
    REQUIRE(page.lines.size() == 2);
    CHECK(page.lines[0].action == "matrix.withdrawn");
    CHECK(page.lines[0].details["moves"] == 2);
}
