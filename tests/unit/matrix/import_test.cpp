#include "matrix/import.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <string>

#include "matrix/current_router.hpp"
#include "matrix/matrix_store.hpp"
#include "unit/matrix/school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;
using matrix::ImportFile;

namespace {

std::shared_ptr<const matrix::Edition> current(TestDatabase& school, Timestamp at = tests::now) {
    return school.database().read([&](db::Session& session) { return matrix::load_current(session, at); });
}

/// Another version: the printers now belong to the caretaker.
matrix::ImportFiles with_printers_moved() {
    auto files = shipped_files();
    const std::string before = ",Skrivare,ITS:A.W,", after = ",Skrivare,VAKT,";
    const auto at = files.matrix.find(before);
    REQUIRE(at != std::string::npos);
    files.matrix.replace(at, before.size(), after);
    return files;
}

std::string lead_of(const matrix::Edition& edition, std::string_view area) {
    return edition.matrix().find(area)->lead().role;
}

}  // namespace

TEST_CASE("the first start brings the Blueprint, whole, and the second leaves it alone", "[matrix][db]") {
    TestDatabase school;
    REQUIRE(current(school) == nullptr);
    CHECK(matrix::seed(school.database(), routing_data(), tests::now));
    CHECK_FALSE(matrix::seed(school.database(), routing_data(), tests::now + 1h));

    const auto edition = current(school);
    REQUIRE(edition);
    CHECK(edition->matrix().version() == "1.4.0");
    CHECK(edition->dated == "2021-10-21");
    CHECK(edition->valid_from == tests::now);
    auto roles = routing::read_roles(file("roles.csv")).value();
    const auto matrix = routing::read_matrix(file("matrix-1.4.0.csv"), roles, "1.4.0").value();
    CHECK(edition->matrix().areas().size() == 150);
    CHECK(edition->matrix().areas() == matrix.areas());
    for (auto& role : roles) {  // who shares a queue comes in the order of the roles, whatever the file's
        if (!role.shared_by.empty()) {
            CHECK(role.shared_by == std::vector<std::string>{"ITP", "ITS", "VAKT"});
            role.shared_by = {"ITS", "ITP", "VAKT"};
        }
    }
    CHECK(edition->matrix().roles() == roles);
    CHECK(edition->router.lexicon() == routing::read_lexicon(file("words.csv"), matrix).value());
}

TEST_CASE("importing what is already valid does nothing", "[matrix][db]") {
    TestDatabase school;
    const auto first = matrix::import_files(school.database(), shipped_files(),
                                            {.version = "1.4.0", .dated = "2021-10-21", .imported_by = {}}, tests::now);
    const auto again = matrix::import_files(school.database(), shipped_files(),
                                            {.version = "1.4.0", .dated = "2021-10-21", .imported_by = {}}, tests::now + 1h);
    REQUIRE(first);
    REQUIRE(again);
    CHECK(first->is_new);
    CHECK_FALSE(again->is_new);
    CHECK(again->version == first->version);
}

TEST_CASE("a faulty file changes nothing, and every fault is told", "[matrix][db]") {
    TestDatabase school;
    REQUIRE(matrix::seed(school.database(), routing_data(), tests::now));
    const auto before = current(school);

    SECTION("in the matrix") {
        auto files = shipped_files();
        files.roles = "code,name_sv,name_en,kind,mail,shared_by\nITS,Annat namn,Another name,queue,,\nTRIAGE,T,T,queue,,\n";
        files.matrix =
            "row,level,column,area,responsible,note,source_text\n"
            "B001,HYGIEN,Allt,Skrivare,VAKTT,,x\n"
            "B001,HYGIENE,Allt,Skrivare,ITS,,x\n";
        const auto done =
            matrix::import_files(school.database(), files, {.version = "2.0", .dated = "i fjol", .imported_by = {}}, tests::now);
        REQUIRE_FALSE(done);
        std::vector<std::string> codes;
        for (const auto& [where, fault] : done.error()) {
            codes.push_back(fault.code);
        }
        std::sort(codes.begin(), codes.end());
        CHECK(codes ==
              std::vector<std::string>{"bad-date", "bad-level", "duplicate-area", "duplicate-key", "duplicate-row", "unknown-role"});
        CHECK(matrix::explain(done.error().back()).starts_with("matrix, "));
    }
    SECTION("in the words") {
        auto files = shipped_files();
        files.words = "row,terms\nB999,någonting\n";
        const auto done = matrix::import_files(school.database(), files, {.version = "2.0", .dated = "", .imported_by = {}}, tests::now);
        REQUIRE_FALSE(done);
        REQUIRE(done.error().size() == 1);
        CHECK(done.error().front().file == ImportFile::Words);
        CHECK(done.error().front().fault.code == "unknown-area");
    }
    SECTION("in what no table would hold") {
        auto files = shipped_files();
        files.matrix += "B151,ALLA,Alla,Nytt område,ITS:En person med ett långt namn,,x\n";
        files.matrix.replace(files.matrix.find("B151"), 4, "B151");
        const auto done = matrix::import_files(school.database(), files, {.version = "2.0", .dated = "", .imported_by = {}}, tests::now);
        REQUIRE_FALSE(done);
        CHECK(done.error().front().file == ImportFile::Matrix);
    }
    SECTION("in the version's name") {
        const auto done = matrix::import_files(school.database(), with_printers_moved(),
                                               {.version = "1.4.0", .dated = "", .imported_by = {}}, tests::now);
        REQUIRE_FALSE(done);
        CHECK(done.error().front().fault.code == "version-taken");
        const auto unnamed =
            matrix::import_files(school.database(), with_printers_moved(), {.version = "", .dated = "", .imported_by = {}}, tests::now);
        REQUIRE_FALSE(unnamed);
        CHECK(unnamed.error().front().fault.code == "bad-version");
    }
    const auto after = current(school, tests::now + 1h);
    CHECK(after->id == before->id);
    CHECK(after->matrix().roles() == before->matrix().roles());
}

TEST_CASE("a version imported beside a running service takes effect, and one can go back", "[matrix][db]") {
    TestDatabase school;
    REQUIRE(matrix::seed(school.database(), routing_data(), tests::now));
    matrix::CurrentRouter router;
    CHECK(router.edition() == nullptr);
    CHECK_THROWS_AS(router.get(), std::logic_error);
    const auto refresh = [&](Timestamp at) {
        return router.refresh_if_changed(school.database(), at);
    };
    CHECK(refresh(tests::now));
    CHECK_FALSE(refresh(tests::now));
    const auto kept = router.get();

    REQUIRE(matrix::import_files(school.database(), with_printers_moved(), {.version = "1.5.0", .dated = "", .imported_by = {}},
                                 tests::now + 1h));
    CHECK_FALSE(refresh(tests::now + 59min));
    CHECK(refresh(tests::now + 1h));
    CHECK(lead_of(*router.edition(), "skrivare") == "VAKT");
    CHECK(router.get()->route({.subject = "", .body = "", .area = "skrivare"}).matrix_version == "1.5.0");
    CHECK(kept->matrix().find("skrivare")->lead().role == "ITS");

    const auto back =
        matrix::import_files(school.database(), shipped_files(), {.version = "1.4.0", .dated = "", .imported_by = {}}, tests::now + 2h);
    REQUIRE(back);
    CHECK(back->is_new);
    CHECK(refresh(tests::now + 2h));
    CHECK(lead_of(*router.edition(), "skrivare") == "ITS");
}

TEST_CASE("words and roles that are not given stay as they are", "[matrix][db]") {
    TestDatabase school;
    REQUIRE(matrix::seed(school.database(), routing_data(), tests::now));
    auto files = with_printers_moved();
    files.words.clear();
    files.roles.clear();
    REQUIRE(matrix::import_files(school.database(), files, {.version = "1.5.0", .dated = "", .imported_by = {}}, tests::now + 1h));
    const auto edition = current(school, tests::now + 1h);
    CHECK(lead_of(*edition, "skrivare") == "VAKT");
    CHECK(edition->matrix().roles().size() == 13);
    CHECK_FALSE(edition->router.lexicon().of(*edition->matrix().find("skrivare")).terms.empty());
}

TEST_CASE("roles are added and renamed, never taken away, and keep the mail address the school gave them", "[matrix][db]") {
    TestDatabase school;
    auto files = shipped_files();
    files.roles =
        "code,name_sv,name_en,kind,mail,shared_by\nITS,Support,Support,queue,its@skola.example,\nTRIAGE,T,T,queue,,ITS\n"
        "GYM,Idrottsansvarig,Sports,referral,,\n";
    school.database().in_transaction(
        [&](db::Transaction& tx) { matrix::store::upsert_roles(tx, routing::read_roles(files.roles).value()); });
    REQUIRE(matrix::seed(school.database(), routing_data(), tests::now));
    const auto edition = current(school);
    REQUIRE(edition->matrix().find_role("ITS"));
    CHECK(edition->matrix().find_role("ITS")->name_sv == "IT-support");
    CHECK(edition->matrix().find_role("ITS")->mail == "its@skola.example");
    CHECK(edition->matrix().find_role("TRIAGE")->shared_by.size() == 3);
    CHECK(edition->matrix().find_role("GYM") != nullptr);
}

TEST_CASE("a version that is new is noted in the audit by whom it came from; a refused one or one in force is not", "[matrix][audit][db]") {
    TestDatabase school;
    REQUIRE(matrix::seed(school.database(), routing_data(), tests::now));
    const auto import = [&](const std::string& version) {
        return matrix::import_files(school.database(), shipped_files(),
                                    {.version = version, .dated = "", .imported_by = {}, .by = identity::Actor::command()},
                                    tests::now);
    };
    CHECK(import("1.4.0"));
    CHECK_FALSE(import("two words"));
    CHECK(import("1.5.0"));
    std::vector<std::string> noted;
    const db::Query query{"test/noted", "SELECT CONCAT(actor_kind, ' ', object_id) AS line FROM audit_log WHERE action = 'matrix.imported' ORDER BY id"};
    school.database().read([&](db::Session& session) { session.each(query, {}, [&](const db::Row& row) { noted.push_back(row.text("line")); }); });
    CHECK(noted == std::vector<std::string>{"system 1.4.0", "command 1.5.0"});
}
