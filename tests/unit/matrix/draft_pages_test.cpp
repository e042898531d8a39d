#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "core/workbook.hpp"
#include "identity/principal.hpp"
#include "matrix/draft_workbook.hpp"
#include "matrix/retraining.hpp"
#include "matrix/routes.hpp"
#include "routing/csv.hpp"
#include "support/test_pages.hpp"
#include "unit/matrix/draft_school.hpp"
#include "web/errors.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

struct FixedClock final : Clock {
    Timestamp now() const override { return tests::now; }
};

struct NoWaits final : tickets::WaitingTimes {
    std::optional<tickets::ExpectedWait> first_response(const std::optional<std::string>&, const RoleCode&) override { return std::nullopt; }
};

const db::Query insert_tickets{
    "test/insert_tickets",
    "INSERT INTO tickets (subject, role_code, row_ref, area_key, matrix_version, reason, confidence, confidential, state, priority, requester_id, filed_by_id, "
    "channel, opened_at, due_at, last_seq, changed_at) "
    "SELECT 'x', 'ITS', 'B017', 'skrivare', '1.4.0', 'chosen', 1, given.sealed, 'new', 1, 1, 1, 'web', given.opened, given.opened, 1, given.opened FROM "
    "(SELECT 0 AS sealed, '2026-11-01' AS opened UNION ALL SELECT 0, '2026-10-01' UNION ALL SELECT 1, '2026-10-01' UNION ALL SELECT 0, '2025-10-01') given"};

/// The pages of drafts, asked by one of the matrix' owners.
struct DraftSite : DraftSchool {
    web::Response ask(web::Method method, const std::string& route, const web::PathValues& values, const std::string& form = "", PersonId who = anders) {
        std::string target = route;
        for (const auto& [name, value] : values) {
            const auto at = target.find("{" + name + "}");
            target.replace(at, name.size() + 2, value);
        }
        web::Request request{{.method = method,
                              .target = target + query,
                              .headers = {{"content-type", type}},
                              .body = form}};
        identity::Principal principal;
        principal.person.id = who;
        principal.person.is_matrix_owner = true;
        request.admitted(web::Admission::of(std::make_shared<const identity::Principal>(principal), "session/1"));
        for (const auto& each : matrix::matrix_routes({database(), clock, pages.pages(), router, waits, staff})) {
            if (each.path == route && each.method == method) {
                request.matched(route, web::Via::Page, values);
                return each.handler(request);
            }
        }
        throw std::logic_error("no such route");
    }
    web::Response get(const std::string& route, web::PathValues values = {}) { return ask(web::Method::Get, route, with_draft(route, std::move(values))); }
    web::Response post(const std::string& route, const std::string& form, web::PathValues values = {}, PersonId who = anders) {
        return ask(web::Method::Post, route, with_draft(route, std::move(values)), form, who);
    }
    /// A file sent as a browser's form sends it.
    web::Response upload(const std::string& bytes) {
        type = "multipart/form-data; boundary=--between";
        auto response = post("/matrix/drafts/{draft}/upload",
                             "----between\r\nContent-Disposition: form-data; name=\"matrix\"; filename=\"matrix.xlsx\"\r\n"
                             "Content-Type: application/octet-stream\r\n\r\n" + bytes + "\r\n----between--\r\n");
        type = usual_type;
        return response;
    }
    web::PathValues with_draft(const std::string& route, web::PathValues values) const {
        if (route.find("{draft}") != std::string::npos) {
            values.insert(values.begin(), {"draft", draft.text()});
        }
        return values;
    }

    static constexpr const char* usual_type = "application/x-www-form-urlencoded";
    std::string query, type = usual_type;
    FixedClock clock;
    TestPages pages;
    NoWaits waits;
    matrix::CurrentRouter router;
    tickets::StaffDirectory staff;
};

bool says(const web::Response& response, const std::string& text) { return response.body.find(text) != std::string::npos; }

std::string printers(const std::string& role, unsigned expected, const std::string& more = "") {
    return "expected=" + std::to_string(expected) + "&name=Skrivare&level=HYGIEN&column=" + percent_encode("Infrastruktur") + "&role=" + role +
           "&holder=&relation=lead&role=&holder=&relation=joint&priority=high&note=" + more;
}

}  // namespace

TEST_CASE("a row is edited in the table, and who was slower sees what differs and keeps what they typed", "[matrix][db]") {
    DraftSite site;
    site.query = "?edit=B017";
    const auto open = site.get("/matrix/drafts/{draft}");
    CHECK(says(open, "value=\"Skrivare\""));
    CHECK(says(open, "action=\"/matrix/drafts/1/rows/B017\""));
    site.query.clear();

    const auto saved = site.post("/matrix/drafts/{draft}/rows/{row}", printers("VAKT", 0) + "&next=yes", {{"row", "B017"}});
    CHECK(saved.status == 303);
    CHECK(saved.header("Location") == "/matrix/drafts/1?edit=B018");
    CHECK(site.area("skrivare").lead().role == "VAKT");

    const auto slower = site.post("/matrix/drafts/{draft}/rows/{row}", printers("ITP", 0, "Min+anteckning"), {{"row", "B017"}}, site.sara);
    CHECK(slower.status == 409);
    CHECK(says(slower, "Skrivare: ITP \u2192 VAKT"));
    CHECK(says(slower, "value=\"Min anteckning\""));
    CHECK(says(slower, "name=\"expected\" value=\"1\""));
    CHECK(site.area("skrivare").lead().role == "VAKT");

    const auto wrong = site.post("/matrix/drafts/{draft}/rows/{row}", "expected=1&name=&level=HYGIEN&column=&priority=high", {{"row", "B017"}});
    CHECK(wrong.status == 422);
    CHECK(says(wrong, "id=\"name-error\""));
    CHECK(says(wrong, "id=\"column-error\""));
    CHECK(says(wrong, "id=\"responsible-error\""));

    const auto history = site.get("/matrix/drafts/{draft}/history");
    CHECK(says(history, "Skrivare: ITS \u2192 VAKT"));
    CHECK(says(history, "Anders Lund"));
}

TEST_CASE("a difference says how many tickets the area had, without the confidential ones", "[matrix][db]") {
    DraftSite site;
    site.database().execute_once(insert_tickets);
    site.move_printers();
    const auto page = site.get("/matrix/drafts/{draft}/difference");
    CHECK(says(page, "Skrivare: ITS \u2192 VAKT; 2 \u00e4renden senaste \u00e5ret"));
}

TEST_CASE("a file is shown as differences before it is taken in, and its faults all at once", "[matrix][db]") {
    DraftSite site;
    auto csv = routing::write_matrix(site.read().matrix);
    const std::string before = ",Skrivare,ITS:A.W,";
    csv.replace(csv.find(before), before.size(), ",Skrivare,VAKT,");
    const auto preview = site.post("/matrix/drafts/{draft}/upload", "matrix=" + percent_encode(csv));
    CHECK(preview.status == 200);
    CHECK(says(preview, "Skrivare: ITS \u2192 VAKT"));
    CHECK(site.read().head.revision == 0);
    const auto taken = site.post("/matrix/drafts/{draft}/upload/acceptance", "expected=0&words=&matrix=" + percent_encode(csv));
    CHECK(taken.status == 303);
    CHECK(site.area("skrivare").lead().role == "VAKT");
    const auto faulty = site.post("/matrix/drafts/{draft}/upload", "matrix=" + percent_encode("row,level,column,area,responsible,note,source_text\nB1,X,,Y,ITSS,,\n"));
    CHECK(faulty.status == 422);
    CHECK(says(faulty, "rad 2: Rollen \u201dITSS\u201d finns inte."));
    CHECK(says(faulty, "rad 2: Niv\u00e5n \u201dX\u201d finns inte."));
    CHECK(site.get("/matrix/drafts/{draft}/files/{file}", {{"file", "matrix.csv"}}).body == routing::write_matrix(site.read().matrix));
}

TEST_CASE("a draft goes to a spreadsheet and back, and what is no workbook is refused by name", "[matrix][db]") {
    DraftSite site;
    const auto book = site.get("/matrix/drafts/{draft}/files/{file}", {{"file", "matrix.xlsx"}}).body;
    const auto unchanged = site.upload(book);
    CHECK(unchanged.status == 200);
    CHECK(!says(unchanged, "upload/acceptance"));  // nothing to take in

    const auto read = matrix::read_draft_workbook(book).value();
    CHECK(read.matrix == routing::write_matrix(site.read().matrix));
    CHECK(read.words == routing::write_lexicon(site.read().lexicon, site.read().matrix));

    Workbook changed;
    auto* sheet = changed.add("Blad1");
    const auto rows = routing::read_csv(read.matrix).value();
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (std::size_t column = 0; column < rows[row].size(); ++column) {
            changed.write(sheet, row, column, rows[row][column].text == "ITS:A.W" ? "VAKT" : rows[row][column].text);
        }
    }
    const auto preview = site.upload(changed.finish());
    CHECK(preview.status == 200);
    CHECK(says(preview, "Skrivare: ITS \u2192 VAKT"));

    const auto broken = site.upload(book.substr(0, book.size() / 2));
    CHECK(broken.status == 422);
    CHECK(says(broken, "id=\"matrix-error\""));
    CHECK(says(broken, "som en arbetsbok"));
}

TEST_CASE("a draft is published from its page, read as the version it replaced, and gone back from", "[matrix][db]") {
    DraftSite site;
    site.router.refresh_if_changed(site.database(), tests::now);
    site.move_printers();
    CHECK(site.post("/matrix/drafts/{draft}/publication", "version=1.5.0&revision=1&from=&note=").status == 422);
    CHECK(site.post("/matrix/drafts/{draft}/publication", "version=1.5.0&revision=0&from=&note=&without_replay=yes").status == 409);
    CHECK(site.post("/matrix/drafts/{draft}/publication", "version=1.5.0&revision=1&from=&note=&without_replay=yes").status == 303);
    site.router.refresh_if_changed(site.database(), tests::now);
    CHECK(site.router.edition()->matrix().find("skrivare")->lead().role == "VAKT");
    site.query = "?version=" + site.base.text();
    const auto former = site.get("/matrix");
    CHECK(says(former, "1.4.0"));
    CHECK(says(former, "name=\"version\" value=\"" + site.base.text() + "\""));
    site.query.clear();
    const auto list = site.get("/matrix/drafts");
    CHECK(says(list, "/matrix/versions/" + site.base.text() + "/restoration"));
    CHECK(site.post("/matrix/versions/{version}/restoration", "note=", {{"version", site.base.text()}}).status == 303);
    site.router.refresh_if_changed(site.database(), tests::now);
    CHECK(site.router.edition()->matrix().find("skrivare")->lead().role == "ITS");
    CHECK_THROWS_AS(site.post("/matrix/versions/{version}/restoration", "note=", {{"version", site.base.text()}}), web::Conflict);
}

TEST_CASE("a planned version is taken back from the list, which says what goes with it, and its draft is open again", "[matrix][db]") {
    DraftSite site;
    site.move_printers();
    REQUIRE(site.post("/matrix/drafts/{draft}/publication", "version=1.5.0&revision=1&from=2026-11-12T11:00&note=&without_replay=yes").status == 303);
    const auto plan = site.database().read([](db::Session& session) { return matrix::list_versions(session).front().id; });
    const std::string action = "/matrix/versions/" + plan.text() + "/withdrawal";
    const auto list = site.get("/matrix/drafts");
    CHECK(says(list, "action=\"" + action + "\""));
    CHECK_FALSE(says(list, "/matrix/versions/" + site.base.text() + "/withdrawal"));

    const auto taken = site.post("/matrix/versions/{version}/withdrawal", "", {{"version", plan.text()}}, site.sara);
    CHECK(taken.status == 303);
    CHECK(taken.header("Location") == "/matrix/drafts/" + site.draft.text());
    const auto after = site.get("/matrix/drafts");
    CHECK_FALSE(says(after, action));
    CHECK(says(after, "togs tillbaka av Sara Berg"));
    CHECK(site.read().head.state == matrix::DraftHead::State::Open);

    const auto again = site.post("/matrix/versions/{version}/withdrawal", "", {{"version", plan.text()}});
    CHECK(again.status == 409);
    CHECK(says(again, "Versionen \u00e4r redan tillbakatagen."));
    const auto in_force = site.post("/matrix/versions/{version}/withdrawal", "", {{"version", site.base.text()}});
    CHECK(in_force.status == 409);
    CHECK(says(in_force, "Versionen g\u00e4ller redan"));
    CHECK_THROWS_AS(site.post("/matrix/versions/{version}/withdrawal", "", {{"version", "4711"}}), web::NotFound);
}

TEST_CASE("a program publishes with the open tickets whose row gets another role, but those that its person may not see", "[matrix][moves][db]") {
    DraftSite site;
    site.database().execute_once(insert_tickets);  // all of them filed by Anders
    site.move_printers();
    site.type = "application/json";
    const auto publish = [&](const std::string& body, PersonId who) {
        return site.ask(web::Method::Post, "/api/v1/matrix/drafts/{draft}/publication", {{"draft", site.draft.text()}}, body, who);
    };
    CHECK_THROWS_AS(publish(R"({"version": "1.5.0", "without_replay": true, "move_tickets": "ja"})", site.anders), web::Unprocessable);
    const auto [who, moves, expected] = GENERATE(table<PersonId, std::string, int>({{DraftSite::anders, "true", 4}, {DraftSite::sara, "true", 0}, {DraftSite::anders, "false", 0}}));
    const auto done = publish(R"({"version": "1.5.0", "without_replay": true, "move_tickets": )" + moves + "}", who);
    REQUIRE(done.status == 201);
    auto chosen = site.database().read([](db::Session& session) { return matrix::moves::outcomes(session); });
    CHECK(chosen[matrix::VersionId{nlohmann::json::parse(done.body)["id"].get<std::uint64_t>()}].chosen == expected);
    CHECK(chosen.size() == 1);
}

TEST_CASE("a draft is trained anew from its page, and the difference and the history say so in words", "[matrix][retraining][db]") {
    DraftSite site;
    const auto action = "action=\"/matrix/drafts/" + site.draft.text() + "/training\"";
    CHECK(says(site.get("/matrix/drafts/{draft}"), action));
    CHECK_THROWS_AS(site.post("/matrix/drafts/{draft}/training/removal", ""), web::Conflict);
    CHECK(site.post("/matrix/drafts/{draft}/training", "").status == 303);
    const auto waiting = site.get("/matrix/drafts/{draft}");
    CHECK(says(waiting, "Texttolkningen tr\u00e4nas om."));
    CHECK_FALSE(says(waiting, action));
    REQUIRE(matrix::retraining::run_next(site.database(), site.clock, routing_data()));

    const auto trained = site.get("/matrix/drafts/{draft}");
    CHECK(says(trained, "omtr\u00e4nad p\u00e5 0 r\u00e4ttningar"));
    CHECK(says(trained, "/training/removal\""));
    const auto difference = site.get("/matrix/drafts/{draft}/difference");
    CHECK(says(difference, "<li>Texttolkningen \u00e4r omtr\u00e4nad p\u00e5 0 r\u00e4ttningar"));
    CHECK(says(difference, "/matrix/drafts/" + site.draft.text() + "/replays"));
    CHECK(says(site.get("/matrix/drafts/{draft}/history"), "Texttolkningen \u00e4r omtr\u00e4nad"));
    CHECK(says(site.get("/matrix/drafts/{draft}/publication"), "Texttolkningen \u00e4r omtr\u00e4nad"));
    const auto api = site.ask(web::Method::Get, "/api/v1/matrix/drafts/{draft}/training", {{"draft", site.draft.text()}});
    const auto told = nlohmann::json::parse(api.body);
    CHECK(told["state"].is_null());
    CHECK(told["model"]["corrections"] == 0);
    CHECK(told["model"]["id"].get<std::string>().size() == 16);

    CHECK(site.post("/matrix/drafts/{draft}/training/removal", "").status == 303);
    CHECK_FALSE(says(site.get("/matrix/drafts/{draft}/difference"), "Texttolkningen"));
    CHECK(says(site.get("/matrix/drafts/{draft}/history"), "Texttolkningen \u00e4r den som f\u00f6ljer med Ansvar"));
    CHECK(site.post("/matrix/drafts/{draft}/removal", "").status == 303);
    CHECK_THROWS_AS(site.post("/matrix/drafts/{draft}/training", ""), web::Conflict);
}
