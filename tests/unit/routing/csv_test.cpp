#include "routing/csv.hpp"

#include "school.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace ansvar::routing;

namespace {

std::vector<std::vector<std::string>> texts(const std::vector<CsvRow>& rows) {
    std::vector<std::vector<std::string>> all;
    for (const auto& row : rows) {
        auto& texts = all.emplace_back();
        for (const auto& field : row) {
            texts.push_back(field.text);
        }
    }
    return all;
}

/// The corpus' copy lost them on its way here.
std::string with_carriage_returns(const std::string& text) {
    std::string whole;
    for (const char byte : text) {
        whole.append(byte == '\n' && !whole.ends_with('\r') ? "\r" : "").push_back(byte);
    }
    return whole;
}

}  // namespace

TEST_CASE("a CSV file gives its fields, quotes and line breaks inside them included", "[routing][csv]") {
    const auto [text, expected] = GENERATE(table<std::string, std::vector<std::vector<std::string>>>({
        {"", {}},
        {"a,b\n1,2\n", {{"a", "b"}, {"1", "2"}}},
        {"a,b\r\n1,2", {{"a", "b"}, {"1", "2"}}},
        {"a\r1\r", {{"a"}, {"1"}}},
        {"\xEF\xBB\xBF"
         "a,b\n",
         {{"a", "b"}}},
        {"\"a,b\",\"say \"\"hi\"\"\"\n", {{"a,b", "say \"hi\""}}},
        {"\"two\nlines\",x\n", {{"two\nlines", "x"}}},
        {"a,\n\n,b\n", {{"a", ""}, {"", "b"}}},
        {"a;b\n1,5;2\n", {{"a", "b"}, {"1,5", "2"}}},
    }));
    CAPTURE(text);
    const auto rows = read_csv(text);
    REQUIRE(rows);
    CHECK(texts(*rows) == expected);
}

TEST_CASE("a fault in a CSV file says its line and its column in characters", "[routing][csv]") {
    const auto [text, code, line, column] = GENERATE(table<std::string, std::string, std::size_t, std::size_t>({
        {"a,b\nå\"x,2\n", "bare-quote", 2, 2},
        {"a,b\n\"x\"y,2\n", "text-after-quote", 2, 4},
        {"a,b\n1,\"never\nends\n", "unclosed-quote", 2, 3},
        {"a\nr\xC3\xA4\xFFk\n", "bad-utf8", 2, 3},
        {std::string("a\nb\0c\n", 6), "nul-character", 2, 2},
    }));
    CAPTURE(text);
    const auto rows = read_csv(text);
    REQUIRE_FALSE(rows);
    REQUIRE(rows.error().size() == 1);
    CHECK(rows.error().front() == Fault{line, column, code, {}});
}

TEST_CASE("a quoted line break moves the line that later faults name", "[routing][csv]") {
    const auto rows = read_csv("a,b\n\"one\r\ntwo\",c\nd\"\n");
    REQUIRE_FALSE(rows);
    CHECK(rows.error() == Faults{{4, 2, "bare-quote", {}}});
}

TEST_CASE("what is written as CSV is read again unchanged", "[routing][csv]") {
    const std::vector<std::string> fields{"plain", "", " spaces ", "a,b", "\"", "two\nlines", "cr\r", "räksmörgås", "semi;colon"};
    const auto rows = read_csv(write_csv_row(fields));
    REQUIRE(rows);
    REQUIRE(rows->size() == 1);
    CHECK(texts(*rows).front() == fields);
}

TEST_CASE("a table names every column that is missing, unknown, repeated or misplaced, and every short line", "[routing][csv]") {
    CsvTable table("b,a,a,x\n1,2,3,4\n1,2\n1,2,3,4,5\n", {"a", "b", "c"}, {"d"});
    CHECK(table.size() == 0);
    CHECK(table.faults() == Faults{{1, 1, "misplaced-column", {"b"}},
                                   {1, 3, "misplaced-column", {"a"}},
                                   {1, 5, "repeated-column", {"a"}},
                                   {1, 7, "unknown-column", {"x"}},
                                   {1, 1, "missing-column", {"c"}},
                                   {3, 3, "field-count", {"2", "4"}},
                                   {4, 9, "field-count", {"5", "4"}}});
}

TEST_CASE("files that others use to break CSV readers are read as they should be", "[routing][csv]") {
    const auto folder = school::corpora() / "csv";
    if (!std::filesystem::exists(folder)) {
        WARN("skipped: " << folder << " is not there");
        return;
    }
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "csvs")) {
        CAPTURE(entry.path().filename());
        auto text = school::read_file(entry.path());
        if (entry.path().stem().string().ends_with("_crlf")) {
            text = with_carriage_returns(text);
        }
        const auto rows = read_csv(text);
        REQUIRE(rows);
        const auto expected = nlohmann::json::parse(school::read_file(folder / "json" / entry.path().stem().concat(".json")));
        auto found = nlohmann::json::array();
        for (std::size_t row = 1; row < rows->size(); ++row) {
            auto& record = found.emplace_back(nlohmann::json::object());
            for (std::size_t place = 0; place < rows->front().size(); ++place) {
                record[rows->front()[place].text] = rows->at(row).at(place).text;
            }
        }
        CHECK(found == expected);
        ++count;
    }
    CHECK(count == 11);
}
