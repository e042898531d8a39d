#include "app/route_command.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "routing/csv.hpp"
#include "routing/decision.hpp"
#include "routing/school_data.hpp"
#include "support/temporary_folder.hpp"

using namespace ansvar;

namespace {

const app::RouteEngine& engine() {
    static const auto shipped = app::shipped_engine();
    return shipped;
}

std::string answer(const app::RouteQuestion& question) {
    std::ostringstream out;
    CHECK(app::answer_route_question(question, engine(), out) == 0);
    return out.str();
}

app::RouteQuestion about(const std::filesystem::path& cases, const std::filesystem::path& out = {}) {
    app::RouteQuestion question;
    question.cases = cases;
    question.out = out;
    return question;
}

app::RouteQuestion about(const std::string& text, bool as_json) {
    app::RouteQuestion question;
    question.text = text;
    question.as_json = as_json;
    return question;
}

std::filesystem::path write(const tests::TemporaryFolder& folder, const std::string& text) {
    const auto file = folder.path() / "cases.csv";
    std::ofstream{file, std::ios::binary} << text;
    return file;
}

}  // namespace

TEST_CASE("ansvar route answers a file line by line, in its order, every field filled", "[route]") {
    const tests::TemporaryFolder folder;
    const auto requests = std::filesystem::path{ANSVAR_SOURCE_DIR} / "routing/data/requests.csv";
    const auto out = folder.path() / "answers.csv";
    CHECK(answer(about(requests, out)).empty());

    const auto asked = routing::read_cases(routing::read_whole(requests), engine().matrix).value();
    const auto text = routing::read_whole(out);
    CHECK(text.substr(0, text.find('\n')) == "id,role,row,confidence,row2,row3,reason");
    routing::CsvTable table(text, {"id", "role", "row", "confidence", "row2", "row3", "reason"}, {});
    CHECK(table.faults().empty());
    REQUIRE(table.size() == asked.size());
    std::size_t people = 0;
    for (std::size_t at = 0; at < asked.size(); ++at) {
        const auto field = [&](std::string_view name) { return table.at(at, name).text; };
        CAPTURE(field("id"), field("role"), field("reason"));
        CHECK(field("id") == asked[at].id);
        people += field("role") == "A.L" ? 1U : 0U;
        CHECK((field("role") == "A.L" || engine().matrix.find_role(field("role")) != nullptr));
        CHECK((field("role") == "TRIAGE") == (field("reason") == "triage"));
        const double confidence = std::stod(field("confidence"));
        CHECK((confidence >= 0 && confidence <= 1));
        for (const auto* name : {"row", "row2", "row3"}) {
            CHECK(engine().matrix.find(field(name)) != nullptr);
        }
        CHECK((field("row") != field("row2") && field("row2") != field("row3") && field("row") != field("row3")));
    }
    CHECK(people == 1);
}

TEST_CASE("ansvar route answers texts that say nothing, danger, and columns it does not need", "[route]") {
    const tests::TemporaryFolder folder;
    const auto file = write(folder,
                            "id,subject,body,rows,role,kind\n"
                            "1,,,,,\n"
                            "2,Hjälp,Det brinner i papperskorgen!,,,\n"
                            "3,\"Rad\nbruten\",\"Skrivaren, \"\"Ricoh\"\", drar snett\",,,\n");
    std::istringstream lines(answer(about(file)));
    std::string line;
    std::getline(lines, line);
    std::getline(lines, line);
    CHECK(line.starts_with("1,TRIAGE,B"));
    CHECK(line.ends_with(",triage"));
    std::getline(lines, line);
    CHECK(line.starts_with("2,VAKT,B041,"));
    CHECK(line.ends_with(",emergency"));
    std::getline(lines, line);
    CHECK(line.starts_with("3,ITS,B017,"));
    CHECK(line.ends_with(",classified"));
}

TEST_CASE("ansvar route names every fault of a file, with its line", "[route]") {
    const tests::TemporaryFolder folder;
    const auto file = write(folder, "id,text,body\n1,b\n");
    std::ostringstream out;
    CHECK_THROWS_WITH(app::answer_route_question(about(file), engine(), out),
                      Catch::Contains("line 1") && Catch::Contains("text") && Catch::Contains("line 2"));
    CHECK_THROWS_WITH(app::answer_route_question(about(write(folder, "id,subject,body\n"), folder.path() / "no" / "file"), engine(), out),
                      Catch::Contains("cannot write"));
}

TEST_CASE("ansvar route can answer in the file of the questions, and leaves a faulty one alone", "[route]") {
    const tests::TemporaryFolder folder;
    const auto faulty = write(folder, "id,text,body\n1,b\n");
    std::ostringstream out;
    CHECK_THROWS(app::answer_route_question(about(faulty, faulty), engine(), out));
    CHECK(routing::read_whole(faulty) == "id,text,body\n1,b\n");
    const auto file = write(folder, "id,subject,body\n1,,Skrivaren drar snett\n");
    answer(about(file, file));
    CHECK(routing::read_whole(file).find("\n1,ITS,B017,") != std::string::npos);
}

TEST_CASE("ansvar route prints the receipt for people and for programs", "[route]") {
    const auto text = answer(about("Projektorn i B7 visar bara blått", false));
    CHECK(text.starts_with("ITS  B003 AV-utrustning\n"));
    CHECK(text.find("because of") != std::string::npos);
    CHECK(text.find("Projektorn") != std::string::npos);
    CHECK(text.find("model") != std::string::npos);
    const auto decision = routing::decision_from_json(answer(about("Projektorn i B7 visar bara blått", true)));
    REQUIRE(decision);
    CHECK(decision->row == "B003");
    CHECK(decision->candidates.size() == 5);
}
