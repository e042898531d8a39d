#include "matrix/command_line.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "identity/units.hpp"
#include "matrix/unit_exceptions.hpp"
#include "unit/matrix/school.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

/// A folder with files in it, gone with the test.
struct Folder {
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "ansvar-matrix-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~Folder() { std::filesystem::remove_all(path); }

    std::filesystem::path write(const std::string& name, const std::string& text) const {
        std::ofstream{path / name, std::ios::binary} << text;
        return path / name;
    }

    std::filesystem::path path;
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("what the command line exports can be imported again without a change", "[matrix][db]") {
    TestDatabase school;
    const Folder folder;
    CHECK_FALSE(matrix::export_command(school.database(), false, tests::now));
    REQUIRE(matrix::seed(school.database(), routing_data(), tests::now));
    const auto matrix_csv = matrix::export_command(school.database(), false, tests::now).value();
    const auto words_csv = matrix::export_command(school.database(), true, tests::now).value();
    CHECK(matrix_csv.starts_with("row,level,column,area,responsible,note,source_text"));

    const matrix::ImportPaths paths{.matrix = folder.write("matrix.csv", matrix_csv), .words = {}, .roles = {}};
    const auto again = matrix::import_command(school.database(), paths, {.version = "1.4.0", .dated = {}, .imported_by = {}}, tests::now);
    REQUIRE(again);
    CHECK(has(*again, "in effect already"));
    const matrix::ImportPaths with_words{.matrix = paths.matrix, .words = folder.write("words.csv", words_csv), .roles = {}};
    CHECK(matrix::import_command(school.database(), with_words, {.version = "1.4.1", .dated = {}, .imported_by = {}}, tests::now));
    CHECK(matrix::export_command(school.database(), true, tests::now).value() == words_csv);
}

TEST_CASE("the command line tells every fault of a file, and of one that is not there", "[matrix][db]") {
    TestDatabase school;
    const Folder folder;
    REQUIRE(matrix::seed(school.database(), routing_data(), tests::now));
    const auto bad = folder.write(
        "bad.csv", "row,level,column,area,responsible,note,source_text\nB001,HYGIEN,Allt,Skrivare,VAKTT,,\nB002,X,Allt,Dator,ITS,,\n");
    const auto refused = matrix::import_command(school.database(), {.matrix = bad, .words = {}, .roles = {}},
                                                {.version = "2.0", .dated = {}, .imported_by = {}}, tests::now);
    REQUIRE_FALSE(refused);
    CHECK(has(refused.error(), "matrix, line 2, column 27: there is no role \"VAKTT\""));
    CHECK(has(refused.error(), "matrix, line 3"));
    CHECK(has(refused.error(), "2 faults; nothing was imported"));
    CHECK_FALSE(matrix::import_command(school.database(), {.matrix = folder.path / "none.csv", .words = {}, .roles = {}},
                                       {.version = "2.0", .dated = {}, .imported_by = {}}, tests::now));
}

TEST_CASE("the command line says what a file would change, and changes nothing", "[matrix][db]") {
    TestDatabase school;
    const Folder folder;
    const auto header = std::string{"row,level,column,area,responsible,note,source_text\n"};
    const matrix::ImportPaths one_row{
        .matrix = folder.write("one.csv", header + "B001,HYGIEN,Allt,Skrivare,VAKT,,\n"), .words = {}, .roles = {}};
    CHECK_FALSE(matrix::diff_command(school.database(), one_row, tests::now));
    REQUIRE(matrix::seed(school.database(), routing_data(), tests::now));
    const auto in_force = matrix::export_command(school.database(), false, tests::now).value();
    const auto diff = [&](const std::string& csv, const std::string& words = {}) {
        const matrix::ImportPaths paths{.matrix = folder.write("draft.csv", csv),
                                        .words = words.empty() ? std::nullopt : std::optional{folder.write("words.csv", words)},
                                        .roles = {}};
        return matrix::diff_command(school.database(), paths, tests::now);
    };
    CHECK(diff(in_force).value() == "nothing differs\n");
    auto draft = in_force;
    const std::string from = "Skrivare,ITS:A.W,";
    REQUIRE(has(draft, from));
    draft.replace(draft.find(from), from.size(), "Skrivare,VAKT,");
    CHECK(diff(draft).value() == "Skrivare: ITS:A.W → VAKT\n");
    auto words = matrix::export_command(school.database(), true, tests::now).value();
    words += "skrivare,ett nytt ord,\n";
    CHECK(diff(in_force, words).value() == "skrivare: + ett nytt ord\n");
    CHECK(diff("x,y\n").error().find("matrix, line 1, column 1: nobody knows a column \"x\"") == 0);
    CHECK(has(diff(in_force, "row,terms\nB999,x\n").error(), "words, line 2, column 1"));
    CHECK(matrix::export_command(school.database(), false, tests::now).value() == in_force);
}

TEST_CASE("the command line shows one area, or all of them", "[matrix][db]") {
    TestDatabase school;
    REQUIRE(matrix::seed(school.database(), routing_data(), tests::now));
    const auto printers = matrix::show_command(school.database(), "b017", tests::now).value();
    CHECK(has(printers, "B017 skrivare"));
    CHECK(has(printers, "ITS:A.W lead"));
    const auto all = matrix::show_command(school.database(), "", tests::now).value();
    CHECK(has(all, "version 1.4.0, 150 areas"));
    CHECK(has(all, "B150\t"));
    CHECK_FALSE(matrix::show_command(school.database(), "B999", tests::now));
}

TEST_CASE("the command line takes a file of units' exceptions, keeps what is there, and tells every line that is wrong", "[matrix][exceptions][db]") {
    TestDatabase school;
    const Folder folder;
    auto& database = school.database();
    REQUIRE(matrix::seed(database, routing_data(), tests::now));
    database.in_transaction([](db::Transaction& tx) {
        identity::add_unit(tx, "Skola A", {});
        return identity::add_unit(tx, "Skola B", {});
    });
    const auto all = [&] { return database.read([](db::Session& session) { return matrix::unit_exceptions::list(session); }); };
    const auto take = [&](const std::string& lines) { return matrix::except_command(database, folder.write("undantag.csv", "unit,row,role,note,from\n" + lines), tests::now); };

    const auto made = take("Skola B,B017,VAKT,Har nyckeln,\nSkola A,support-lokalt,VAKT,\"Bara, ibland\",2026-12-01 06:00:00\n");
    REQUIRE(made);
    CHECK(*made == "2 exceptions made\n");
    REQUIRE(all().size() == 2);
    CHECK(all()[0].unit_name == "Skola A");
    CHECK(all()[0].note == "Bara, ibland");
    CHECK(to_sql(all()[0].starts_at).starts_with("2026-12-01 06:00:00"));
    CHECK(all()[1].area_key == "skrivare");
    CHECK(all()[1].starts_at == tests::now);
    CHECK(all()[1].made_by == "");

    const auto printed = matrix::exceptions_command(database, tests::now).value();
    CHECK(matrix::except_command(database, folder.write("igen.csv", printed), tests::now).value() == "0 exceptions made\n");
    CHECK(all().size() == 2);

    const auto wrong = take("Skola C,B017,VAKT,Ingen enhet,\nSkola A,B999,VAKT,Inget omr\u00e5de,\nSkola A,B018,SEK,G\u00e5r bra,\nSkola A,B017,ITSS,,\n");
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error() == "line 2: unknown-unit\nline 3: unknown-area\nline 5: unknown-role\nline 5: no-note");
    CHECK(all().size() == 3);  // the line that is right is taken
    CHECK_FALSE(matrix::except_command(database, folder.write("fel.csv", "unit,role\nSkola A,VAKT\n"), tests::now));
    CHECK_FALSE(matrix::except_command(database, folder.path / "saknas.csv", tests::now));
    CHECK(all().size() == 3);
}
