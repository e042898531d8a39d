#include <catch2/catch.hpp>

#include <algorithm>

#include "schedule/targets.hpp"
#include "schedule/target_store.hpp"
#include "support/test_database.hpp"

using namespace ansvar;
using namespace ansvar::schedule;

namespace {

const db::Query make_unit{"test/make_unit", "INSERT INTO units (id, name) VALUES (7, 'Norra skolan'), (8, 'Sodra skolan')"};
const db::Query make_roles{"test/make_roles", "INSERT INTO roles (code, name_sv, name_en, kind, position) VALUES ('ITS', 'IT-support', 'IT support', 'queue', 1)"};
const db::Query make_person{"test/make_person", "INSERT INTO people (id, name, email, created_at) VALUES (1, 'Vera', 'vera@skola.example', UTC_TIMESTAMP(6))"};

const Timestamp now = from_rfc3339("2026-11-22T10:00:00Z").value();

struct Fixture {
    Fixture() {
        test.database().in_transaction([](db::Transaction& tx) {
            tx.execute(make_unit);
            tx.execute(make_roles);
            tx.execute(make_person);
        });
        refresh();
    }
    void refresh() {
        test.database().read([&](db::Session& session) { targets.refresh(session); });
    }
    std::uint64_t add(const TargetRule& rule) {
        const auto id = test.database().in_transaction([&](db::Transaction& tx) { return target_store::insert(tx, rule, PersonId{1}, now); });
        refresh();
        return id;
    }

    ansvar::tests::TestDatabase test;
    Targets targets;
};

TargetRule rule(std::int64_t first_response) { return {.target = {.first_response = first_response, .resolution = 100}}; }

}  // namespace

TEST_CASE("the target of a priority is what was promised before, with an answer promised sooner", "[schedule][db]") {
    Fixture school;
    const auto [priority, first, resolution] = GENERATE(table<int, int, int>({{0, 960, 2400}, {1, 480, 960}, {2, 120, 480}, {3, 30, 120}}));
    const auto target = school.targets.of({.role = RoleCode{"ITS"}, .priority = priority});
    CHECK(target.id > 0);
    CHECK(target.first_response == first);
    CHECK(target.next_response == first);
    CHECK(target.resolution == resolution);
}

TEST_CASE("the most specific target wins: area, unit, role, level, priority", "[schedule][db]") {
    Fixture school;
    // From the least specific to the most; each is added to those before it, and wins.
    std::vector<TargetRule> rules(9, rule(0));
    rules[0].priority = 1;
    rules[1].level = "HYGIEN";
    rules[2].level = "HYGIEN", rules[2].priority = 1;
    rules[3].role = RoleCode{"ITS"};
    rules[4].role = RoleCode{"ITS"}, rules[4].level = "HYGIEN", rules[4].priority = 1;
    rules[5].unit = UnitId{7};
    rules[6].unit = UnitId{7}, rules[6].role = RoleCode{"ITS"};
    rules[7].area_key = "skrivare";
    rules[8].area_key = "skrivare", rules[8].unit = UnitId{7};
    const Aimed aimed{.role = RoleCode{"ITS"}, .unit = UnitId{7}, .area_key = "skrivare", .level = "HYGIEN", .priority = 1};
    for (std::size_t at = 1; at < rules.size(); ++at) {
        CAPTURE(at);
        CHECK(is_more_specific(rules[at], rules[at - 1]));
        CHECK_FALSE(is_more_specific(rules[at - 1], rules[at]));
        rules[at].target.first_response = static_cast<std::int64_t>(at);
        const auto before = school.targets.why(aimed).won->target.id;
        const auto id = school.add(rules[at]);
        const auto why = school.targets.why(aimed);
        CHECK(school.targets.of(aimed).first_response == static_cast<std::int64_t>(at));
        CHECK(why.won->target.id == id);
        REQUIRE(why.others.size() == at);
        CHECK(why.others.front().target.id == before);
    }
    // What names something else does not fit.
    CHECK(school.targets.of({.role = RoleCode{"ITS"}, .unit = UnitId{8}, .level = "HYGIEN", .priority = 1}).first_response == 4);
    CHECK(school.targets.of({.role = RoleCode{"ITS"}, .unit = UnitId{8}, .level = "ALLA", .priority = 1}).first_response == 3);
    CHECK(school.targets.of({.role = RoleCode{"SEK"}, .unit = std::nullopt, .level = "ALLA", .priority = 1}).first_response == 480);
}

TEST_CASE("a retired target gives its tickets to the next one, and its row stays", "[schedule][db]") {
    Fixture school;
    auto printers = rule(15);
    printers.area_key = "skrivare";
    printers.target.resolution = std::nullopt;
    const auto id = school.add(printers);
    const Aimed aimed{.role = RoleCode{"ITS"}, .area_key = "skrivare", .priority = 1};
    CHECK(school.targets.of(aimed) == clock::Target{.id = id, .first_response = 15, .resolution = std::nullopt});
    const auto retire = [&] { return school.test.database().in_transaction([&](db::Transaction& tx) { return target_store::retire(tx, id, PersonId{1}, now); }); };
    CHECK(retire());
    CHECK_FALSE(retire());
    school.refresh();
    CHECK(school.targets.of(aimed).first_response == 480);
    school.test.database().in_transaction([&](db::Transaction& tx) {
        const auto all = target_store::lock(tx);
        CHECK(std::none_of(all.begin(), all.end(), [&](const TargetRule& one) { return one.target.id == id; }));
        for (const auto& one : all) {
            target_store::retire(tx, one.target.id, PersonId{1}, now);
        }
    });
    school.refresh();
    CHECK(school.targets.of(aimed) == clock::Target{});
    CHECK_FALSE(school.targets.why(aimed).won);
}
