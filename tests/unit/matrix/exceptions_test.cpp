#include <chrono>

#include "identity/audit_store.hpp"
#include "identity/units.hpp"
#include "matrix/unit_exceptions.hpp"
#include "routing/difference.hpp"
#include "unit/matrix/draft_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;
using matrix::ExceptionFault;
using matrix::PublishFault;

namespace {

routing::Router blueprint() {
    auto school = routing::load_school_data(routing_data());
    return {std::move(school.matrix), std::move(school.lexicon)};
}

const routing::Request printer{.subject = "", .body = "", .area = "skrivare"};

/// A draft school with two units, of which B stands under A.
struct UnitSchool : DraftSchool {
    UnitSchool() {
        database().in_transaction([&](db::Transaction& tx) {
            a = identity::add_unit(tx, "Skola A", {});
            b = identity::add_unit(tx, "Skola B", a);
        });
    }

    Result<matrix::ExceptionId, std::vector<ExceptionFault>> except(UnitId unit, const std::string& area, const std::string& role, Timestamp at = tests::now,
                                                                    std::optional<Timestamp> from = {}) {
        return matrix::unit_exceptions::add(database(), {.unit = unit, .area = area, .role = role, .note = "Har nyckeln", .from = from}, actor(anders), at);
    }
    std::vector<matrix::ExceptionRecord> all() {
        return database().read([](db::Session& session) { return matrix::unit_exceptions::list(session); });
    }
    matrix::ExceptionRecord one(matrix::ExceptionId id) {
        return database().read([&](db::Session& session) { return matrix::unit_exceptions::find(session, id).value(); });
    }
    bool refresh(matrix::CurrentRouter& router, Timestamp at) {
        return router.refresh_if_changed(database(), at);
    }
    matrix::unit_exceptions::Effects effects(Timestamp at = tests::now) {
        return database().read([&](db::Session& session) { return matrix::unit_exceptions::effects_of(session, read(), at); });
    }

    UnitId a, b;
};

}  // namespace

TEST_CASE("a unit's people are answered by its exception, all others by the matrix", "[matrix][exceptions]") {
    const auto plain = blueprint();
    const std::vector<routing::StaffUnit> units{{.id = 1}, {.id = 2, .parent = 1}, {.id = 3, .parent = 2}, {.id = 4}, {.id = 5, .parent = 6}, {.id = 6, .parent = 5}};
    const auto router = plain.with({{{7, 2, "Skola B", "skrivare", "VAKT"}, {8, 1, "Norr", "skrivare", "SEK"}, {9, 6, "Krets", "skrivare", "ITP"}}, units});
    const auto role_at = [&](std::optional<routing::UnitNumber> unit) { return router.at(unit).route(printer).role; };

    CHECK(role_at({}) == "ITS");
    CHECK(role_at(4) == "ITS");
    CHECK(role_at(99) == "ITS");
    CHECK(role_at(1) == "SEK");
    CHECK(role_at(2) == "VAKT");
    CHECK(role_at(3) == "VAKT");  // the nearest goes first
    CHECK(role_at(5) == "ITP");

    const auto decision = router.at(3).route(printer);
    REQUIRE(decision.exception);
    CHECK(*decision.exception == routing::AppliedException{7, 2, "Skola B", "ITS"});
    CHECK(decision.row == plain.route(printer).row);
    CHECK(decision.matrix_version == "1.4.0");
    CHECK(routing::decision_from_json(routing::to_json(decision)).value() == decision);
    CHECK_FALSE(router.at(4).route(printer).exception);

    const auto moved = router.at(3).correct(router.at(3).route({.subject = "", .body = "", .area = "support-lokalt"}), "skrivare");
    REQUIRE(moved);
    CHECK(moved->role == "VAKT");
    CHECK(moved->exception == decision.exception);
    CHECK_FALSE(router.at(3).correct(decision, "SEK")->exception);
}

TEST_CASE("an exception changes nothing where the role answers anyway, at danger, or of a row or role that is not there", "[matrix][exceptions]") {
    const auto plain = blueprint();
    const auto& areas = plain.matrix().areas();
    const auto alarm = std::find_if(areas.begin(), areas.end(), [](const auto& area) { return area.emergency; });
    REQUIRE(alarm != areas.end());
    const auto router = plain.with({{{1, 1, "Skola B", "skrivare", "ITS"}, {2, 1, "Skola B", alarm->key, "SEK"}, {3, 1, "Skola B", "finns-inte", "SEK"},
                                     {4, 1, "Skola B", "support-lokalt", "FINNSINTE"}}, {{.id = 1}}});
    CHECK(router.at(1).matrix().areas() == areas);
    for (const auto& area : areas) {
        CAPTURE(area.key);
        CHECK(router.at(1).route({.subject = "", .body = "", .area = area.key}) == plain.route({.subject = "", .body = "", .area = area.key}));
    }
}

TEST_CASE("exceptions come back from what a replay keeps of them", "[matrix][exceptions]") {
    const routing::Exceptions all{{{7, 2, "Skola B", "skrivare", "VAKT"}, {8, 1, "Norr", "support-lokalt", "SEK"}}, {{.id = 1}, {.id = 2, .parent = 1}}};
    CHECK(routing::exceptions_from_json(routing::to_json(all)).value() == all);
    CHECK_FALSE(routing::exceptions_from_json("[{"));
}

TEST_CASE("an exception takes effect as a version does: in memory at its moment, and until it is removed", "[matrix][exceptions][db]") {
    UnitSchool school;
    matrix::CurrentRouter router;
    REQUIRE(school.refresh(router, tests::now));
    const auto at_b = [&] { return router.get()->at(school.b.value).route(printer); };
    CHECK(at_b().role == "ITS");

    const auto made = school.except(school.a, "B017", "VAKT", tests::now, tests::now + 1h);
    REQUIRE(made);
    CHECK_FALSE(school.refresh(router, tests::now + 59min));
    const auto kept = router.edition();
    REQUIRE(school.refresh(router, tests::now + 1h));
    CHECK(router.edition()->id == kept->id);
    CHECK(at_b().role == "VAKT");
    CHECK(at_b().exception->unit_name == "Skola A");
    CHECK(kept->router.at(school.b.value).route(printer).role == "ITS");  // whoever holds the former one decides by all of it
    CHECK_FALSE(school.refresh(router, tests::now + 2h));

    REQUIRE(matrix::unit_exceptions::remove(school.database(), *made, school.actor(school.sara), tests::now + 2h));
    CHECK_FALSE(matrix::unit_exceptions::remove(school.database(), *made, school.actor(school.sara), tests::now + 2h));
    REQUIRE(school.refresh(router, tests::now + 2h));
    CHECK(at_b().role == "ITS");
    CHECK(school.one(*made).end == matrix::ExceptionRecord::End::Removed);
    CHECK(school.one(*made).ended_by == "Sara Berg");
    CHECK(school.one(*made).note == "Har nyckeln");
}

TEST_CASE("a new exception takes the former one's place, and one that never began never did", "[matrix][exceptions][db]") {
    UnitSchool school;
    const auto first = school.except(school.b, "skrivare", "VAKT").value();
    const auto second = school.except(school.b, "skrivare", "SEK", tests::now + 1h, tests::now + 24h).value();
    const auto third = school.except(school.b, "skrivare", "ITP", tests::now + 2h, tests::now + 12h).value();
    CHECK(school.one(first).ends_at == tests::now + 12h);
    CHECK(school.one(first).end == matrix::ExceptionRecord::End::Replaced);
    CHECK(school.one(second).ends_at == school.one(second).starts_at);
    CHECK_FALSE(school.one(third).ends_at);
    CHECK(school.one(first).holds(tests::now + 11h));
    CHECK_FALSE(school.one(second).holds(tests::now + 48h));
}

TEST_CASE("all that is wrong with an exception is told at once", "[matrix][exceptions][db]") {
    UnitSchool school;
    const auto faults = [&](const matrix::ExceptionWish& wish) {
        const auto done = matrix::unit_exceptions::add(school.database(), wish, school.actor(school.anders), tests::now);
        return done ? std::vector<ExceptionFault>{} : done.error();
    };
    CHECK(faults({.unit = UnitId{99}, .area = "B999", .role = "FINNSEJ", .note = " ", .from = tests::now - 1min}) ==
          std::vector{ExceptionFault::UnknownUnit, ExceptionFault::UnknownArea, ExceptionFault::UnknownRole, ExceptionFault::NoNote, ExceptionFault::Past});
    CHECK(faults({.unit = school.a, .area = "skrivare", .role = "ITS", .note = "x"}) == std::vector{ExceptionFault::SameRole});
    CHECK(school.all().empty());
}

TEST_CASE("an exception may be made by an administrator and by the manager of that unit alone", "[matrix][exceptions]") {
    const UnitId mine{1}, theirs{2};
    identity::Person administrator, manager, manager_of_all, owner, agent;
    administrator.is_administrator = true;
    manager.is_manager = manager_of_all.is_manager = true;
    manager.manages_unit = mine;
    manager.managed_units = {mine};
    owner.is_matrix_owner = true;
    agent.unit = mine;
    agent.roles = {RoleCode{"ITS"}};
    const auto [who, of_mine, of_theirs] = GENERATE_COPY(table<identity::Person, bool, bool>(
        {{administrator, true, true}, {manager, true, false}, {manager_of_all, true, true}, {owner, false, false}, {agent, false, false}}));
    CHECK(matrix::may_except(who, mine) == of_mine);
    CHECK(matrix::may_except(who, theirs) == of_theirs);
}

TEST_CASE("an exception of a row that a version takes away ends with it, and goes on when the school goes back", "[matrix][exceptions][db]") {
    UnitSchool school;
    const auto id = school.except(school.b, "skrivare", "VAKT").value();
    const auto projector = school.except(school.b, "support-lokalt", "VAKT").value();
    REQUIRE(matrix::edit_row(school.database(), school.draft, {.row = "B017", .expected = 0, .area = {}}, school.anders, tests::now));
    REQUIRE(school.effects().retired.size() == 1);
    CHECK(school.effects().retired.front().id == id);
    REQUIRE(school.publish("1.5.0", tests::now + 1h));

    CHECK(school.one(id).end == matrix::ExceptionRecord::End::Retired);
    CHECK(school.one(id).ended_version == "1.5.0");
    CHECK(school.one(id).ends_at == tests::now + 1h);
    CHECK_FALSE(school.one(projector).ends_at);

    matrix::CurrentRouter router;
    REQUIRE(matrix::go_back(school.database(), school.base, "", school.actor(school.sara), tests::now + 2h));
    CHECK(school.one(id).end == matrix::ExceptionRecord::End::GoesOn);
    REQUIRE(school.refresh(router, tests::now + 2h));
    CHECK(router.get()->at(school.b.value).route(printer).role == "VAKT");
}

TEST_CASE("an exception of a row whose answer changes holds as before and is listed", "[matrix][exceptions][db]") {
    UnitSchool school;
    const auto id = school.except(school.b, "skrivare", "SEK").value();
    school.move_printers();
    REQUIRE(school.effects().changed.size() == 1);
    REQUIRE(school.publish("1.5.0"));
    CHECK_FALSE(school.one(id).ends_at);
    CHECK(school.current()->router.at(school.b.value).route(printer).role == "SEK");
    CHECK(school.current()->router.at({}).route(printer).role == "VAKT");
}

TEST_CASE("a split row asks what becomes of its exceptions", "[matrix][exceptions][db]") {
    UnitSchool school;
    REQUIRE(school.except(school.b, "skrivare", "VAKT"));
    const auto part = matrix::split_row(school.database(), school.draft, {.row = "B017", .expected = 0, .name = "3D-skrivare"}, school.anders, tests::now);
    REQUIRE(part);
    const auto key = school.read().matrix.find(*part)->key;
    REQUIRE(school.effects().split.size() == 1);
    CHECK(school.effects().split.front().new_key == key);
    const auto publish = [&](std::optional<matrix::SplitExceptions> split) {
        return matrix::publish(school.database(), school.draft, {.version = "1.5.0", .from = {}, .note = "", .without_replay = true, .split_exceptions = split},
                               school.actor(school.anders), tests::now);
    };
    const auto refused = publish({});
    REQUIRE_FALSE(refused);
    CHECK(refused.error() == std::vector{PublishFault::SplitExceptions});
    const auto follows = GENERATE(true, false);
    REQUIRE(publish(follows ? matrix::SplitExceptions::Follow : matrix::SplitExceptions::Stay));
    const routing::Request asked{.subject = "", .body = "", .area = key};
    CHECK(school.current()->router.at(school.b.value).route(asked).role == (follows ? "VAKT" : "ITS"));
    CHECK(school.current()->router.at(school.b.value).route(printer).role == "VAKT");
    CHECK(school.current()->router.route(asked).role == "ITS");
}

TEST_CASE("the audit says who made and removed an exception", "[matrix][exceptions][db]") {
    UnitSchool school;
    const auto id = school.except(school.b, "skrivare", "VAKT").value();
    REQUIRE(matrix::unit_exceptions::remove(school.database(), id, school.actor(school.sara), tests::now + 1h));
    const auto page = school.database().read([](db::Session& session) { return identity::load_audit(session, {.object_kind = "unit", .object_id = "2"}, {}, 10); });
    REQUIRE(page.lines.size() == 2);
    CHECK(page.lines[0].action == "unit.exception_removed");
    CHECK(page.lines[0].actor == school.sara);
    CHECK(page.lines[1].action == "unit.exception_made");
    CHECK(page.lines[1].details["role"] == "VAKT");
}
