#include "routing/matrix.hpp"

#include "routing/csv.hpp"
#include "routing/slug.hpp"
#include "school.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

using namespace ansvar::routing;

namespace {

const std::string header = "row,level,column,area,responsible,note,source_text";

Read<Matrix> read(const std::string& lines, const std::string& more_columns = "") {
    return read_matrix(header + more_columns + "\n" + lines, school::data().matrix.roles(), "test");
}

Faults faults_of(const std::string& lines, const std::string& more_columns = "") {
    const auto matrix = read(lines, more_columns);
    return matrix ? Faults{} : matrix.error();
}

}  // namespace

TEST_CASE("the Blueprint's version 1.4.0 is read whole", "[routing][matrix]") {
    const auto& matrix = school::data().matrix;
    CHECK(matrix.version() == "1.4.0");
    CHECK(matrix.areas().size() == 150);
    std::map<std::string, int> leads;
    std::set<std::string> keys;
    for (const auto& area : matrix.areas()) {
        ++leads[area.lead().role];
        keys.insert(area.key);
    }
    CHECK(keys.size() == 150);
    CHECK(leads == std::map<std::string, int>{{"ITP", 43},
                                              {"SEK", 26},
                                              {"ITS", 20},
                                              {"VAKT", 5},
                                              {"LÄR", 24},
                                              {"ADM", 10},
                                              {"MEN", 6},
                                              {"BIT", 5},
                                              {"Resp chef", 4},
                                              {"REK", 3},
                                              {"SPE", 2},
                                              {"HÄL", 1},
                                              {"", 1}});
}

TEST_CASE("what ships is the Blueprint with our decisions beside it, and the Blueprint alone gives the same keys", "[routing][matrix]") {
    const auto blueprint = school::read_file(school::data_folder() / "blueprint-1.4.0.csv");
    const auto alone = read_matrix(blueprint, school::data().matrix.roles(), "1.4.0");
    REQUIRE(alone);
    const auto& decided = school::data().matrix;
    REQUIRE(alone->areas().size() == decided.areas().size());
    for (std::size_t index = 0; index < decided.areas().size(); ++index) {
        auto plain = decided.areas()[index];
        CAPTURE(plain.row);
        plain.confidential = false;
        plain.emergency = false;
        for (std::size_t place = 1; place < plain.responsible.size(); ++place) {
            plain.responsible[place].relation = Relation::CoResponsible;
        }
        CHECK(alone->areas()[index] == plain);
    }
}

TEST_CASE("a matrix is written without loss", "[routing][matrix]") {
    const auto& matrix = school::data().matrix;
    const auto written = write_matrix(matrix);
    CHECK(written == school::read_file(school::data_folder() / "matrix-1.4.0.csv"));
    const auto again = read_matrix(written, matrix.roles(), matrix.version());
    REQUIRE(again);
    CHECK(again->areas() == matrix.areas());
    CHECK(again->roles() == matrix.roles());
}

TEST_CASE("the Blueprint's own columns come out as they stood in the file", "[routing][matrix]") {
    const auto blueprint = read_csv(school::read_file(school::data_folder() / "blueprint-1.4.0.csv"));
    const auto written = read_csv(write_matrix(school::data().matrix));
    REQUIRE(blueprint);
    REQUIRE(written);
    REQUIRE(blueprint->size() == written->size());
    for (std::size_t row = 0; row < blueprint->size(); ++row) {
        for (std::size_t place = 0; place < 7; ++place) {
            CHECK(written->at(row).at(place).text == blueprint->at(row).at(place).text);
        }
    }
}

TEST_CASE("roles are written without loss", "[routing][matrix]") {
    const auto csv = school::read_file(school::data_folder() / "roles.csv");
    const auto roles = read_roles(csv);
    REQUIRE(roles);
    CHECK(roles->size() == 13);
    CHECK(write_roles(*roles) == csv);
}

TEST_CASE("faults in roles are listed", "[routing][matrix]") {
    const auto roles = read_roles(
        "code,name_sv,name_en,kind,mail,shared_by\n"
        "ITS,,IT support,queue,,\n"
        "ITS,a,b,boss,,NOBODY\n"
        "a;b,a,b,queue,,\n");
    REQUIRE_FALSE(roles);
    CHECK(roles.error() == Faults{{2, 5, "empty-name", {}},
                                  {3, 1, "duplicate-role", {"ITS", "2"}},
                                  {3, 9, "bad-kind", {"boss"}},
                                  {4, 1, "bad-code", {}},
                                  {3, 15, "unknown-role", {"NOBODY"}},
                                  {1, 1, "no-triage", {}}});
}

TEST_CASE("an area is found by its key and by its number in any case", "[routing][matrix]") {
    const auto& matrix = school::data().matrix;
    REQUIRE(matrix.find("skrivare"));
    CHECK(matrix.find("skrivare")->row == "B017");
    CHECK(matrix.find("B017") == matrix.find("skrivare"));
    CHECK(matrix.find("b017") == matrix.find("skrivare"));
    CHECK(matrix.find("support-och-stod-pedagogisk-administration")->row == "B129");
    CHECK(matrix.find("support-och-stod-elevens-larande-och-vardag")->row == "B148");
    CHECK(matrix.find("") == nullptr);
    CHECK(matrix.find("B151") == nullptr);
}

TEST_CASE("several responsibles stand to their area as the Blueprint says", "[routing][matrix]") {
    const auto [row, relation] = GENERATE(table<std::string, Relation>({
        {"B001", Relation::CoResponsible},
        {"B002", Relation::EachOwn},
        {"B042", Relation::Joint},
        {"B055", Relation::AnyOf},
        {"B106", Relation::CoResponsible},
        {"B112", Relation::CoResponsible},
        {"B137", Relation::CoResponsible},
        {"B150", Relation::CoResponsible},
    }));
    CAPTURE(row);
    const auto& responsible = school::data().matrix.find(row)->responsible;
    REQUIRE(responsible.size() > 1);
    CHECK(responsible[0].relation == Relation::Lead);
    for (std::size_t place = 1; place < responsible.size(); ++place) {
        CHECK(responsible[place].relation == relation);
    }
}

TEST_CASE("hygiene comes first: its rows have high priority", "[routing][matrix]") {
    for (const auto& area : school::data().matrix.areas()) {
        CAPTURE(area.row);
        CHECK(area.default_priority == (area.level == "HYGIEN" ? Priority::High : Priority::Normal));
    }
}

TEST_CASE("each fault of a matrix has its own code and place", "[routing][matrix]") {
    const auto [lines, fault] = GENERATE(table<std::string, Fault>({
        {"B 1,ALLA,K,A,ITS,,\n", {2, 1, "bad-row", {"B 1"}}},
        {"B1,ALLA,K,A,ITS,,\nb1,ALLA,K,B,ITS,,\n", {3, 1, "duplicate-row", {"b1", "2"}}},
        {"B1,HYGIENE,K,A,ITS,,\n", {2, 4, "bad-level", {"HYGIENE"}}},
        {"B1,ALLA, ,A,ITS,,\n", {2, 9, "empty-column", {}}},
        {"B1,ALLA,K,,ITS,,\n", {2, 11, "empty-area", {}}},
        {"B1,ALLA,K,\"a\nb\",ITS,,\n", {2, 11, "control-character", {}}},
        {"B1,ALLA,K,A,,,\n", {2, 13, "no-responsible", {}}},
        {"B1,ALLA,K,A,ITS; ,,\n", {2, 13, "empty-responsible", {}}},
        {"B1,ALLA,K,A,ITS; VAKTT,,\n", {2, 13, "unknown-role", {"VAKTT"}}},
        {"B1,ALLA,K,A,ITS; ITS,,\n", {2, 13, "repeated-responsible", {"ITS"}}},
        {"B1,ALLA,K,A\nB2,ALLA,K,B,ITS,,\n", {2, 11, "field-count", {"4", "7"}}},
    }));
    CAPTURE(lines);
    CHECK(faults_of(lines) == Faults{fault});
}

TEST_CASE("each fault in the decided columns has its own code and place", "[routing][matrix]") {
    const auto [column, field, code, argument] = GENERATE(table<std::string, std::string, std::string, std::vector<std::string>>({
        {"relation", "lead; boss", "bad-relation", {"boss"}},
        {"relation", "lead", "relation-count", {"1", "2"}},
        {"relation", "joint; lead", "lead-not-first", {}},
        {"priority", "soon", "bad-priority", {"soon"}},
        {"confidential", "maybe", "bad-flag", {"maybe"}},
        {"emergency", "1", "bad-flag", {"1"}},
        {"key", "Not a key", "bad-key", {"Not a key"}},
    }));
    CAPTURE(column, field);
    const auto faults = faults_of("B1,ALLA,K,A,ITS; ITP,,," + field + "\n", "," + column);
    REQUIRE_FALSE(faults.empty());
    CHECK(faults.front() == Fault{2, 24, code, argument});
}

TEST_CASE("two areas cannot share a key or a place", "[routing][matrix]") {
    CHECK(faults_of("B1,ALLA,K,A,ITS,,,same\nB2,ALLA,K,B,ITS,,,same\n", ",key") == Faults{{3, 19, "duplicate-key", {"same", "2"}}});
    CHECK(faults_of("B1,ALLA,K,A,ITS,,\nB2,ALLA,K,A,ITS,,\n") ==
          Faults{{3, 11, "duplicate-area", {"A", "2"}}, {3, 11, "duplicate-key", {"a", "2"}}});
    CHECK(faults_of("B1,ALLA,K,A,ITS,,\nB2,ALLA,L,A,ITS,,\n").empty());
}

TEST_CASE("every fault of a file is listed in the order of its lines", "[routing][matrix]") {
    const auto faults = faults_of("B1,ALLA,K,A,NOPE,,\nB1,NOWHERE,K,,ITS,,\nB3,ALLA,K,C,,,\n");
    CHECK(faults == Faults{{2, 13, "unknown-role", {"NOPE"}},
                           {3, 1, "duplicate-row", {"B1", "2"}},
                           {3, 4, "bad-level", {"NOWHERE"}},
                           {3, 14, "empty-area", {}},
                           {4, 13, "no-responsible", {}}});
    CHECK(explain(faults.front()) == "line 2, column 13: there is no role \"NOPE\"");
}

TEST_CASE("a name becomes a key of plain letters", "[routing][matrix]") {
    CHECK(slug("BER | Klasslistor / Elevuppgifter") == "ber-klasslistor-elevuppgifter");
    CHECK(slug("Säkerhetskåp / förvaring") == "sakerhetskap-forvaring");
    CHECK(slug("  – ") == "");
    CHECK(slug("Idé Ü") == "ide-u");
    CHECK(is_slug("ber-klasslistor"));
    CHECK_FALSE(is_slug("ber--klasslistor"));
    CHECK_FALSE(is_slug("-ber"));
    CHECK_FALSE(is_slug("Ber"));
    CHECK_FALSE(is_slug(""));
}

TEST_CASE("a matrix of 10,000 rows is read without trouble", "[routing][matrix]") {
    std::string lines;
    for (int row = 0; row < 10'000; ++row) {
        const auto number = std::to_string(row);
        lines += "B" + number + ",ALLA,Kolumn " + std::to_string(row % 7) + ",Område " + number + ",ITS:A.W; ITP,,\n";
    }
    const auto matrix = read(lines);
    REQUIRE(matrix);
    CHECK(matrix->areas().size() == 10'000);
    CHECK(matrix->find("omrade-9999")->row == "B9999");
}

TEST_CASE("words are written without loss, and an unknown area is a fault", "[routing][lexicon]") {
    const auto& [matrix, lexicon] = school::data();
    for (const auto& area : matrix.areas()) {
        CAPTURE(area.row);
        CHECK(lexicon.of(area).terms.size() >= 5);
    }
    const auto again = read_lexicon(write_lexicon(lexicon, matrix), matrix);
    REQUIRE(again);
    CHECK(*again == lexicon);
    const auto bad = read_lexicon("row,terms\nB017,skriva ut\nTRIAGE,kallt\nB999,x\n", matrix);
    REQUIRE_FALSE(bad);
    CHECK(bad.error() == Faults{{4, 1, "unknown-area", {"B999"}}});
}
