#include <catch2/catch.hpp>

#include <algorithm>

#include "matrix/health.hpp"
#include "routing/slug.hpp"

using namespace ansvar;
using namespace ansvar::matrix;

namespace {

routing::Area area(const std::string& key, const std::string& name, const std::string& role, const std::string& holder = "") {
    routing::Area one;
    one.key = key;
    one.row = "B" + key;
    one.name = name;
    one.responsible = {{role, holder, routing::Relation::Lead}};
    return one;
}

std::vector<routing::Role> roles() {
    return {{.code = "ITS", .name_sv = "IT", .name_en = "IT", .kind = routing::RoleKind::Queue, .mail = {}, .shared_by = {}},
            {.code = "VAKT", .name_sv = "Vakt", .name_en = "Caretaker", .kind = routing::RoleKind::Queue, .mail = {}, .shared_by = {}},
            {.code = "CHEF", .name_sv = "Chef", .name_en = "Manager", .kind = routing::RoleKind::Relative, .mail = {}, .shared_by = {}},
            {.code = "TRIAGE", .name_sv = "T", .name_en = "T", .kind = routing::RoleKind::Queue, .mail = {}, .shared_by = {"ITS"}}};
}

/// Two in IT, one caretaker, one person without a role.
struct Place {
    routing::StaffRecords records{.roles = roles(),
                                  .people = {{.id = 1, .name = "Amir"}, {.id = 2, .name = "Sara"}, {.id = 3, .name = "Erik"}, {.id = 4, .name = "Anders", .initials = "A.L"}},
                                  .units = {},
                                  .holdings = {{.role = "ITS", .person = 1}, {.role = "ITS", .person = 2}, {.role = "VAKT", .person = 3}},
                                  .absences = {}};
    std::vector<routing::Area> areas{area("skrivare", "Skrivare", "ITS"), area("las", "L\u00e5s", "VAKT"), area("klassfoto", "Klassfoto", "", "A.L"),
                                     area("lon", "L\u00f6n", "CHEF")};
    MatrixUse use{.rows = {{"skrivare", 10, 8, 2}, {"las", 3, 3, 0}, {"klassfoto", 1, 0, 0}, {"lon", 1, 1, 0}}, .months = {}, .unplaced = {}};

    MatrixHealth look() {
        matrix.emplace("1", roles(), areas);
        return examine(*matrix, routing::Staff{records}, "2026-11-12", use);
    }
    std::optional<routing::Matrix> matrix;
};

std::vector<std::string> keys(const MatrixHealth::Areas& areas) {
    std::vector<std::string> all;
    for (const auto* one : areas) {
        all.push_back(one->key);
    }
    return all;
}

using Keys = std::vector<std::string>;

}  // namespace

TEST_CASE("a row whose role nobody holds, or whose person nobody knows, has no holder", "[matrix]") {
    Place place;
    CHECK(place.look().unheld.empty());
    place.records.holdings.pop_back();
    place.records.people.back().initials = "X.X";
    const auto health = place.look();
    REQUIRE(health.unheld.size() == 2);
    CHECK(health.unheld[0].role == "VAKT");
    CHECK(keys(health.unheld[0].areas) == Keys{"las"});
    CHECK(health.unheld[1].initials == "A.L");
    CHECK(keys(health.unheld[1].areas) == Keys{"klassfoto"});
}

TEST_CASE("a holder whose time is over, or who has left, holds nothing", "[matrix]") {
    Place place;
    place.records.holdings.back().last = "2026-11-11";
    CHECK(place.look().unheld.size() == 1);
    place.records.holdings.back().last = "2026-11-12";
    CHECK(place.look().unheld.empty());
    place.records.people[2].has_left = true;
    CHECK(place.look().unheld.size() == 1);
}

TEST_CASE("a row rests on one person when nobody else works in its queue", "[matrix]") {
    Place place;
    auto health = place.look();
    REQUIRE(health.on_one.size() == 2);
    CHECK(health.on_one[0].name == "Erik");
    CHECK(keys(health.on_one[0].areas) == Keys{"las"});
    CHECK_FALSE(health.on_one[0].away_until);
    CHECK(health.on_one[1].name == "Anders");
    place.records.holdings.push_back({.role = "VAKT", .person = 1});
    health = place.look();
    REQUIRE(health.on_one.size() == 1);
    CHECK(health.on_one[0].name == "Anders");
}

TEST_CASE("the one person away without a substitute stands first; with one they are not missed", "[matrix]") {
    Place place;
    place.records.absences = {{.person = 4, .first = "2026-11-10", .last = "2026-11-20"}};
    auto health = place.look();
    REQUIRE(health.on_one.size() == 2);
    CHECK(health.on_one[0].name == "Anders");
    CHECK(health.on_one[0].away_until == "2026-11-20");
    place.records.absences[0].substitute = 2;
    CHECK_FALSE(place.look().on_one[0].away_until);
    place.records.absences = {{.person = 4, .first = "2026-11-13", .last = "2026-11-20"}};
    CHECK_FALSE(place.look().on_one[0].away_until);
}

TEST_CASE("rows of the same name are found, whatever their capitals", "[matrix]") {
    Place place;
    CHECK(place.look().twice.empty());
    place.areas.push_back(area("las-2", "l\u00c5s ", "ITS"));
    const auto health = place.look();
    REQUIRE(health.twice.size() == 1);
    CHECK(keys(health.twice[0].areas) == Keys{"las", "las-2"});
}

TEST_CASE("rows without a ticket are unused", "[matrix]") {
    Place place;
    CHECK(place.look().unused.empty());
    place.use.rows[1].tickets = 0;
    place.use.rows.pop_back();
    CHECK(keys(place.look().unused) == Keys{"las", "lon"});
}

TEST_CASE("a row has many wrong doors from five tickets and three of ten on, the greatest share first", "[matrix]") {
    Place place;
    CHECK(place.look().wrong_doors.empty());
    place.use.rows = {{"skrivare", 10, 10, 3}, {"las", 10, 4, 4}, {"klassfoto", 10, 5, 4}, {"lon", 10, 100, 29}, {"borttagen", 10, 10, 10}};
    const auto doors = place.look().wrong_doors;
    REQUIRE(doors.size() == 2);
    CHECK(doors[0].area->key == "klassfoto");
    CHECK(doors[1].area->key == "skrivare");
}

TEST_CASE("texts that no row fits are grouped by a word they share, each text in one group", "[matrix]") {
    const auto groups = group_texts({{1, "Kopieringen fungerar inte, kaffet rinner"},
                                     {2, "Kaffet tog slut"},
                                     {3, "Kaffet kaffet smakar illa"},
                                     {4, "Gardinen h\u00e4nger snett"},
                                     {5, "En gardin saknas"},
                                     {6, "Papegojan flyger"}});
    REQUIRE(groups.size() == 2);
    CHECK(groups[0].word == "kaffet");
    CHECK(groups[0].tickets == std::vector<std::uint64_t>{1, 2, 3});
    CHECK(groups[1].tickets == std::vector<std::uint64_t>{4, 5});
    CHECK(group_texts({{1, "Papegojan flyger"}}).empty());
}
