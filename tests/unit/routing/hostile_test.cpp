#include "routing/csv.hpp"
#include "routing/unicode.hpp"
#include "school.hpp"

#include <catch2/catch.hpp>
#include <ctime>
#include <nlohmann/json.hpp>

using namespace ansvar::routing;

namespace {

const std::string matrix_header = "row,level,column,area,responsible,note,source_text";

/// Strings that others collected because programs fall over them. The corpora must lie beside the project.
const std::vector<std::string>& naughty_strings() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> strings;
        for (const auto& text : nlohmann::json::parse(school::read_file(school::corpora() / "strings/blns.json"))) {
            strings.push_back(text.get<std::string>());
        }
        return strings;
    }();
    REQUIRE(all.size() > 480);
    return all;
}

/// Of processor time, so that neighbours on the machine do not count. The limits are far from what is usual, sanitizers included.
double seconds_since(std::clock_t begin) {
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

std::string times(std::size_t count, std::string_view piece) {
    std::string text;
    text.reserve(count * piece.size());
    for (; count > 0; --count) {
        text += piece;
    }
    return text;
}

/// The decision is complete, and its receipt is valid UTF-8 that is read back as it was.
void check_receipt(const Decision& decision) {
    CHECK(school::data().matrix.find_role(decision.role) != nullptr);
    CHECK(decision.confidence >= 0);
    CHECK(decision.confidence <= 1);
    const auto json = to_json(decision);
    CHECK(find_ill_formed(json) == std::string_view::npos);
    const auto again = decision_from_json(json);
    REQUIRE(again);
    CHECK(*again == decision);
    CHECK(to_json(*again) == json);
}

}  // namespace

TEST_CASE("hostile strings get a whole decision and a receipt that comes back", "[routing][hostile]") {
    for (const auto& text : naughty_strings()) {
        CAPTURE(text);
        check_receipt(school::router().route({text, "Skrivaren " + text + " är trasig", {}}));
        check_receipt(school::router().route({"", text, text}));
    }
    const auto whole_file = school::read_file(school::corpora() / "strings/blns.txt");
    check_receipt(school::router().route({whole_file, whole_file, whole_file}));
}

TEST_CASE("hostile strings in a field of a matrix, roles or words are refused or kept as they are", "[routing][hostile][matrix]") {
    std::size_t kept = 0;
    for (const auto& text : naughty_strings()) {
        CAPTURE(text);
        auto csv = matrix_header + "\n" +
                   write_csv_row({"B1", "ALLA", "K " + text, "Skrivare " + text, "ITS:" + std::string(head(text, 16)), text, text});
        if (const auto matrix = read_matrix(csv, school::data().matrix.roles(), text)) {
            CHECK(read_matrix(write_matrix(*matrix), matrix->roles(), text)->areas() == matrix->areas());
            CHECK(matrix->areas().front().source_text == text);
            check_receipt(Router{*matrix, {}}.route({text, "skrivare", matrix->areas().front().key}));
            ++kept;
        }
        csv = "row,terms,examples\n" + write_csv_row({"skrivare", text, text}) + write_csv_row({text, "x", ""});
        if (const auto words = read_lexicon(csv, school::data().matrix)) {
            CHECK(read_lexicon(write_lexicon(*words, school::data().matrix), school::data().matrix) == *words);
        }
        csv = "code,name_sv,name_en,kind,mail,shared_by\nTRIAGE,a,b,queue,,\n" +
              write_csv_row({text, "n" + text, "n" + text, "queue", text, ""});
        if (const auto roles = read_roles(csv)) {
            CHECK(read_roles(write_roles(*roles)).value() == *roles);
        }
    }
    CHECK(kept > 300);
}

TEST_CASE("hostile strings as a whole file are read or refused with their places", "[routing][hostile][csv]") {
    auto files = naughty_strings();
    files.push_back(school::read_file(school::corpora() / "strings/blns.txt"));
    files.push_back(school::read_file(school::corpora() / "strings/blns.json"));
    for (const auto& text : files) {
        const auto rows = read_csv(text);
        CHECK((rows || rows.error().front().line >= 1));
        for (const auto& matrix :
             {read_matrix(text, school::data().matrix.roles(), "x"), read_matrix(matrix_header + "\n" + text, {}, "x")}) {
            if (!matrix) {
                for (const auto& fault : matrix.error()) {
                    CHECK(fault.column >= 1);
                    CHECK_FALSE(explain(fault).empty());
                }
            }
        }
        CHECK((read_lexicon(text, school::data().matrix) || true));
    }
}

TEST_CASE("a megabyte of anything is decided in bounded time", "[routing][hostile]") {
    constexpr std::size_t megabyte = 1'000'000;
    const auto [what, piece] = GENERATE(table<std::string, std::string>({
        {"one word", "a"},
        {"one word of rare letters", "ÅÄÖ"},
        {"many words", "skrivare paddan larmet wifi felstavnng "},
        {"many different spaces", " \t\n\r\xC2\xA0\xE2\x80\x83"},
        {"combining marks", "\xCC\x88"},
        {"marks on letters", "a\xCC\x8A\xCC\x88\xCC\x81"},
        {"deep repeats", "klass"},
        {"compounds of compounds", "skrivarpapperslagerrumsnyckelskåpsdörr"},
        {"joined emoji", "👩\xE2\x80\x8D🏫\xE2\x80\x8D"},
        {"capitals that grow", "İẞ"},
        {"not UTF-8", "\xFF\xC3\xE2\x28"},
        {"cut characters", "\xF0\x9F\x91"},
        {"nothing", std::string(1, '\0')},
        {"numbers", "20110203-1234 070-123 45 67 "},
        {"danger", "det brinner inte, "},
        {"more areas the longer one reads", std::string(20'000, '.') + " skrivare "},
    }));
    CAPTURE(what);
    const auto text = times(megabyte / piece.size() + 1, piece);
    const auto begin = std::clock();
    check_receipt(school::router().route({text, text, text}));
    check_receipt(school::router().route({"", text, "skrivare"}));
    CHECK(school::router().route({"", text, {}}) == school::router().route({"", std::string(head(text, 20'000)), {}}));
    CHECK(seconds_since(begin) < 10);
}

TEST_CASE("a quarter of a megabyte in a field or a file is read in bounded time", "[routing][hostile][csv]") {
    constexpr std::size_t quarter = 250'000;
    const std::string piece = GENERATE(",", "\"\"", "\n", ";", "|", "\xFF", "ITS; ");
    CAPTURE(piece);
    const auto text = times(quarter / piece.size(), piece);
    const auto& roles = school::data().matrix.roles();
    const auto begin = std::clock();
    CHECK((read_csv(text) || true));
    CHECK_FALSE(read_matrix(text, roles, "x"));
    CHECK_FALSE(read_matrix(matrix_header + "\n" + write_csv_row({"B1", "ALLA", text, text, text, text, text}), roles, "x"));
    CHECK((read_lexicon("row,terms,examples\n" + write_csv_row({"skrivare", text, text}), school::data().matrix) || true));
    CHECK(seconds_since(begin) < 10);
}
