#include "generated.hpp"
#include "routing/csv.hpp"
#include "routing/router.hpp"
#include "school.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace ansvar::routing;
using school::Generated;

namespace {

const std::string header = "row,level,column,area,responsible,note,source_text";

const std::vector<Role>& roles() {
    return school::data().matrix.roles();
}

constexpr Relation beside_the_lead[]{Relation::CoResponsible, Relation::Joint,   Relation::AnyOf,
                                     Relation::EachOwn,       Relation::Approve, Relation::Consulted};

std::vector<Responsible> draw_responsible(Generated& draw) {
    std::vector<Responsible> all;
    const auto first = draw.below(roles().size());
    for (std::size_t place = 0; place <= draw.below(4); ++place) {
        const std::string holder = draw.coin() ? "" : "A.Ö:" + std::to_string(place);
        const bool is_person = !holder.empty() && draw.below(5) == 0;
        all.push_back({is_person ? "" : roles()[(first + place) % roles().size()].code, holder,
                       place == 0 ? Relation::Lead : beside_the_lead[draw.below(std::size(beside_the_lead))]});
    }
    return all;
}

/// A matrix whose every field holds whatever its column allows.
Matrix draw_matrix(Generated& draw, std::size_t rows) {
    const std::vector<std::string> levels{"HYGIEN", "ADMINISTRATION", "PEDAGOGIK", "ALLA"};
    std::vector<Area> areas;
    for (std::size_t number = 0; number < rows; ++number) {
        Area area;
        area.key = "omrade-" + std::to_string(number);
        area.row = "R" + std::to_string(number);
        area.level = levels[draw.below(levels.size())];
        area.column = "K" + draw.text(Generated::line_pieces(), 10);
        area.name = std::to_string(number) + draw.text(Generated::line_pieces(), 20);
        area.responsible = draw_responsible(draw);
        area.default_priority = static_cast<Priority>(draw.below(4));
        area.confidential = draw.coin();
        area.emergency = draw.coin();
        area.note = draw.text(Generated::line_pieces(), 30);
        area.source_text = draw.text(Generated::block_pieces(), 30);
        areas.push_back(std::move(area));
    }
    return Matrix("drawn", roles(), std::move(areas));
}

std::vector<std::string> codes_of(const Faults& faults) {
    std::vector<std::string> codes;
    for (const auto& fault : faults) {
        codes.push_back(fault.code);
    }
    return codes;
}

}  // namespace

TEST_CASE("whatever 10,000 rows hold, the matrix that is written is the matrix that is read", "[routing][matrix][property]") {
    Generated draw(3);
    const auto matrix = draw_matrix(draw, 10'000);
    const auto csv = write_matrix(matrix);
    const auto again = read_matrix(csv, matrix.roles(), matrix.version());
    if (!again) {
        FAIL(explain(again.error().front()));
    }
    CHECK(again->areas() == matrix.areas());
    CHECK(write_matrix(*again) == csv);
}

TEST_CASE("whatever the fields hold, the CSV that is written is the CSV that is read", "[routing][csv][property]") {
    Generated draw(4);
    for (int turn = 0; turn < 300; ++turn) {
        const auto width = 1 + draw.below(5);
        std::vector<std::vector<std::string>> records{std::vector<std::string>(width, "column")};
        for (std::size_t rows = draw.below(6); rows > 0; --rows) {
            auto& record = records.emplace_back();
            while (record.size() < width) {
                record.push_back(draw.text(Generated::block_pieces(), 8));
            }
        }
        std::string csv;
        for (const auto& record : records) {
            csv += write_csv_row(record);
        }
        CAPTURE(turn, csv);
        const auto rows = read_csv(csv);
        REQUIRE(rows);
        REQUIRE(rows->size() == records.size());
        for (std::size_t row = 0; row < records.size(); ++row) {
            REQUIRE(rows->at(row).size() == width);
            for (std::size_t place = 0; place < width; ++place) {
                CHECK(rows->at(row)[place].text == records[row][place]);
            }
        }
    }
}

TEST_CASE("whatever words people use, the list that is written is the list that is read", "[routing][lexicon][property]") {
    Generated draw(5);
    auto pieces = Generated::line_pieces();
    const auto is_separator = [](const std::string& piece) { return piece == ";" || piece == "|"; };
    pieces.erase(std::remove_if(pieces.begin(), pieces.end(), is_separator), pieces.end());
    const auto& matrix = school::data().matrix;
    Lexicon lexicon;
    for (const auto& area : matrix.areas()) {
        for (std::size_t count = draw.below(20); count > 0; --count) {
            lexicon.add_term(area, "o" + draw.text(pieces, 6) + "d");
            lexicon.add_example(area, "En " + draw.text(pieces, 12) + ".");
        }
    }
    const auto again = read_lexicon(write_lexicon(lexicon, matrix), matrix);
    REQUIRE(again);
    for (const auto& area : matrix.areas()) {
        CHECK(again->of(area) == lexicon.of(area));
    }
}

TEST_CASE("a file with many different faults lists each of them with its line and column, in order", "[routing][matrix]") {
    const auto matrix = read_matrix(header + ",priority,confidential,key,relation\n" +
                                        "B 1,ALLA,K,A,ITS,,,,,,\n"                          // 2
                                        "B2,TOP,K,\"två\nrader\",ITS; NOPE,,,soon,,,\n"     // 3 and 4
                                        "B3,ALLA,K,C,ITS\n"                                 // 5: short
                                        "B2,ALLA,,D,,,,,maybe,Not a key,\n"                 // 6
                                        "B5,ALLA,K,E \"quoted\",ITS,,,,,e,lead; approve\n"  // 7
                                        "B6,ALLA,K,F,ITS; ITP,,,,,f,approve; lead\n"        // 8
                                        "B7,ALLA,K,!!,ITS; ; ITS,,,,,,\n"                   // 9
                                        "B8,ALLA,K,F,ITS,,,,,b5,\n"                         // 10
                                        "B9,ALLA,\"K\"x,G,ITS,,,,,,boss\n"                  // 11
                                        "B10,ALLA,K,H,\"ITS,,,,,,\n",                       // 12: never closed
                                    roles(), "faulty");
    REQUIRE_FALSE(matrix);
    std::string told;
    for (const auto& fault : matrix.error()) {
        told += explain(fault) + "\n";
    }
    CHECK(told ==
          "line 2, column 1: \"B 1\" is not a row number: 1 to 16 of A-Z, a-z, 0-9 and '-'\n"
          "line 3, column 4: \"TOP\" is not a level: HYGIEN, ADMINISTRATION, PEDAGOGIK or ALLA\n"
          "line 3, column 10: a control character\n"
          "line 4, column 8: there is no role \"NOPE\"\n"
          "line 4, column 20: \"soon\" is not a priority: low, normal, high or urgent\n"
          "line 5, column 13: 5 fields where the header has 11\n"
          "line 6, column 1: the row \"B2\" stands on line 3 already\n"
          "line 6, column 9: the column of the Blueprint is not named\n"
          "line 6, column 12: nobody answers for this area\n"
          "line 6, column 16: \"maybe\" is neither \"yes\" nor \"no\"\n"
          "line 6, column 22: \"Not a key\" is not a key: a-z, 0-9 and single '-', at most 120\n"
          "line 7, column 13: a quotation mark inside a field that is not quoted\n"
          "line 7, column 20: a quotation mark inside a field that is not quoted\n"
          "line 7, column 32: 2 relations for 1 responsibles\n"
          "line 8, column 28: the first responsible, and no other, has the relation \"lead\"\n"
          "line 8, column 28: the first responsible, and no other, has the relation \"lead\"\n"
          "line 9, column 14: an empty place in the list of responsibles\n"
          "line 9, column 14: \"ITS\" stands twice in the list of responsibles\n"
          "line 9, column 29: \"\" is not a key: a-z, 0-9 and single '-', at most 120\n"
          "line 10, column 11: the same area stands in the same column on line 8 already\n"
          "line 10, column 21: the key \"b5\" stands on line 7 already\n"
          "line 11, column 12: text after the closing quotation mark\n"
          "line 11, column 25: \"boss\" is not a relation\n"
          "line 12, column 14: a quotation mark that is never closed\n");
}

TEST_CASE("a field that is longer than what a school needs is a fault", "[routing][matrix]") {
    const auto [fields, column, limit] = GENERATE(table<std::vector<std::string>, std::size_t, std::string>({
        {{"B1", "ALLA", std::string(101, 'k'), "A", "ITS", "", ""}, 9, "100"},
        {{"B1", "ALLA", "K", std::string(201, 'a'), "ITS", "", ""}, 11, "200"},
        {{"B1", "ALLA", "K", "A", "ITS:" + std::string(17, 'h'), "", ""}, 13, "16"},
        {{"B1", "ALLA", "K", "A", std::string(1001, ';'), "", ""}, 13, "1000"},
        {{"B1", "ALLA", "K", "A", "ITS", std::string(501, 'n'), ""}, 17, "500"},
        {{"B1", "ALLA", "K", "A", "ITS", "", std::string(1001, 's')}, 18, "1000"},
    }));
    const auto matrix = read_matrix(header + ",key\n" + write_csv_row([&, row = fields]() mutable {
                                        row.push_back("a");
                                        return row;
                                    }()),
                                    roles(), "long");
    REQUIRE_FALSE(matrix);
    CHECK(matrix.error() == Faults{{2, column, "too-long", {limit}}});
}

TEST_CASE("a file with a thousand faults lists a thousand", "[routing][matrix]") {
    std::string csv = header + "\n";
    for (int row = 0; row < 1000; ++row) {
        csv += "B" + std::to_string(row) + ",ALLA,K,Namn " + std::to_string(row) + ",NOPE" + std::to_string(row) + ",,\n";
    }
    const auto matrix = read_matrix(csv, roles(), "faulty");
    REQUIRE_FALSE(matrix);
    REQUIRE(matrix.error().size() == 1000);
    CHECK(matrix.error().back() == Fault{1001, 22, "unknown-role", {"NOPE999"}});
}

TEST_CASE("an area without letters has no key, and a key is no other row's number", "[routing][matrix]") {
    const auto nameless = read_matrix(header + "\nB1,ALLA,K,!!,ITS,,\nB2,ALLA,K,??,ITS,,\n", roles(), "x");
    REQUIRE_FALSE(nameless);
    CHECK(nameless.error() == Faults{{2, 11, "bad-key", {""}}, {3, 11, "bad-key", {""}}});
    const auto crossed = read_matrix(header + ",key\nB1,ALLA,K,A,ITS,,,b2\nB2,ALLA,K,B,ITS,,,b\n", roles(), "x");
    REQUIRE_FALSE(crossed);
    CHECK(crossed.error() == Faults{{2, 19, "duplicate-key", {"b2", "3"}}});
    CHECK(read_matrix(header + ",key\nB1,ALLA,K,A,ITS,,,b1\n", roles(), "x"));
}

TEST_CASE("faults of a word list are told with those of its lines", "[routing][lexicon]") {
    const auto words = read_lexicon("row,terms\nB999,x\nB017\nB001,a\"b\n", school::data().matrix);
    REQUIRE_FALSE(words);
    CHECK(codes_of(words.error()) == std::vector<std::string>{"unknown-area", "field-count", "bare-quote"});
}

TEST_CASE("a school's own role is written, read and given tickets", "[routing][matrix]") {
    auto own = roles();
    own.push_back({"BIBL åäö", "Bibliotekarie, \"skolans\"", "Librarian", RoleKind::Queue, "bibliotek@skola.example", {"SEK", "ITS"}});
    const auto read_back = read_roles(write_roles(own));
    REQUIRE(read_back);
    CHECK(*read_back == own);
    const std::string line = "B151,ALLA,Bibliotek,Låna böcker,BIBL åäö:L.L; SEK,,,lana-bocker,lead; any-of,normal,no,no\n";
    const auto matrix = read_matrix(write_matrix(school::data().matrix) + line, own, "own");
    REQUIRE(matrix);
    const auto again = read_matrix(write_matrix(*matrix), own, "own");
    REQUIRE(again);
    CHECK(again->areas() == matrix->areas());
    CHECK(write_matrix(*again).ends_with(line));
    auto words = school::data().lexicon;
    words.add_term(*matrix->find("lana-bocker"), "biblioteksbok");
    const Router router{*matrix, words};
    const auto picked = router.route({"", "", "lana-bocker"});
    CHECK(picked.role == "BIBL åäö");
    CHECK(picked.holder == "L.L");
    CHECK(router.route({"Biblioteksbok", "jag vill låna böcker, en biblioteksbok till min klass", {}}).role == "BIBL åäö");
    CHECK(decision_from_json(to_json(picked)).value() == picked);
    CHECK(router.correct(picked, "BIBL åäö")->role == "BIBL åäö");
    CHECK_FALSE(read_matrix(header + "\nB1,ALLA,Bibliotek,Låna böcker,BIBL åäö,,\n", roles(), "without the role"));
}

TEST_CASE("each way of answering together is written, read and kept on the receipt", "[routing][matrix]") {
    const auto relation =
        GENERATE(Relation::CoResponsible, Relation::Joint, Relation::AnyOf, Relation::EachOwn, Relation::Approve, Relation::Consulted);
    const std::string word{to_string(relation)};
    CAPTURE(word);
    CHECK(relation_from(word) == relation);
    const auto matrix =
        read_matrix(header + ",relation\nB1,ALLA,K,Skrivare,ITS; REK:B.C; :D.E,,,lead; " + word + "; consulted\n", roles(), "x");
    REQUIRE(matrix);
    const auto& responsible = matrix->areas().front().responsible;
    CHECK(responsible == std::vector<Responsible>{{"ITS", "", Relation::Lead}, {"REK", "B.C", relation}, {"", "D.E", Relation::Consulted}});
    CHECK(read_matrix(write_matrix(*matrix), roles(), "x")->areas() == matrix->areas());
    const auto decision = Router{*matrix, {}}.route({"", "", "skrivare"});
    CHECK(decision.others == std::vector<Responsible>(responsible.begin() + 1, responsible.end()));
    CHECK(decision_from_json(to_json(decision))->others == decision.others);
}
