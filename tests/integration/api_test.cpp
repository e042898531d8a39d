// The API as a program meets it.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <set>

#include "served_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using nlohmann::json;

namespace {

/// RFC 9457, as we promise it; gives the first field's pointer and code, or "".
std::string check_problem(const Answer& answer, int status, const std::string& code) {
    INFO("status " << answer.status << ", body " << answer.body);
    CHECK(answer.status == status);
    CHECK(answer.header("content-type") == "application/problem+json");
    CHECK(answer.header("cache-control") == "no-store");
    const auto problem = answer.json();
    CHECK(problem["type"] == "/problems/" + code);
    CHECK(problem["status"] == status);
    CHECK(problem["title"].get<std::string>() != "");
    CHECK(problem["detail"].get<std::string>() != "");
    CHECK(problem["request_id"] == answer.header("x-request-id"));
    return problem.contains("errors") ? problem["errors"][0]["pointer"].get<std::string>() + " " + problem["errors"][0]["code"].get<std::string>() : "";
}

const std::string create = "/api/v1/tickets";

std::string place(std::uint64_t number, const std::string& rest = "") { return fmt::format("/api/v1/tickets/{}{}", number, rest); }

}  // namespace

TEST_CASE("a request that is wrong is told what is wrong, as problem+json") {
    const WatchedLog watched;
    auto& school = ServedSchool::shared();
    auto teacher = school.program("larare");
    CHECK(check_problem(teacher.post_json(create, {{"body", "Hej"}, {"bodyy", "x"}}), 422, "validation") == "/bodyy unknown-field");
    CHECK(check_problem(teacher.post_json(create, {{"body", 7}}), 422, "validation") == "/body wrong-type");
    CHECK(check_problem(teacher.post_json(create, {{"subject", "Utan text"}}), 422, "validation") == "/body required");
    CHECK(check_problem(teacher.post_json(create, {{"body", " \n "}}), 422, "validation") == "/body required");
    CHECK(check_problem(teacher.post_json(create, {{"body", "Hej"}, {"area", "B999"}}), 422, "validation") == "/area unknown-area");
    CHECK(check_problem(teacher.post_json(create, {{"body", "Hej"}, {"requester", "ulla.berg@skola.example"}}), 422, "validation") == "/requester not-allowed");
    CHECK(check_problem(teacher.post_json(create, {{"body", "Hej\x01 där"}}), 422, "validation") == "/body bad-characters");
    CHECK(check_problem(teacher.post_json(create, {{"body", std::string(100'001, 'x')}}), 422, "validation") == "/body too-long");
    for (const auto* field : {"number", "role", "state", "priority", "opened_at"}) {
        CHECK(check_problem(teacher.post_json(create, {{"body", "Hej"}, {field, "new"}}), 422, "validation") == fmt::format("/{} unknown-field", field));
    }
    check_problem(teacher.post_json(create, json::array({1})), 400, "bad-request");
    for (const auto* text : {"", "{", "{\"body\": \"a\", \"body\": \"b\"}", "{\"body\": \"\xff\"}", "{\"body\": \"a\"} x", "{\"body\": \"\\u0000\"}"}) {
        check_problem(teacher.ask("POST", create, text, {"Content-Type: application/json"}), 400, "bad-request");
    }
    check_problem(teacher.ask("POST", create, std::string(40, '[') + std::string(40, ']'), {"Content-Type: application/json"}), 400, "bad-request");
    check_problem(teacher.ask("POST", create, "body=a", {"Content-Type: application/x-www-form-urlencoded"}), 415, "unsupported-media-type");
    check_problem(teacher.get("/api/v1/nothing"), 404, "not-found");
    check_problem(teacher.get("/api/v1/tickets/99999999"), 404, "not-found");
    check_problem(teacher.get("/api/v1/tickets/01001"), 404, "not-found");
    check_problem(teacher.ask("DELETE", create), 405, "method-not-allowed");
    auto nobody = school.anonymous();
    const auto refused = nobody.post_json(create, {{"body", "Hej"}});
    check_problem(refused, 401, "sign-in-needed");
    CHECK(refused.header("www-authenticate").starts_with("Bearer"));
    nobody.bear("ansvar_helt-påhittad");
    check_problem(nobody.post_json(create, {{"body", "Hej"}}), 401, "sign-in-needed");
}

TEST_CASE("a subject that is too long is named as the field, in the asker's language") {
    auto& school = ServedSchool::shared();
    auto nobody = school.program("larare");
    // The token's person has chosen Swedish; a page reader without a choice is answered in what the browser asks for.
    const json ticket{{"subject", std::string(201, 'x')}, {"body", "Hej"}};
    CHECK(check_problem(nobody.post_json(create, ticket), 422, "validation") == "/subject too-long");
    auto swede = school.anonymous(), brit = school.anonymous();
    swede.always_say("Accept-Language: sv");
    brit.always_say("Accept-Language: en-GB, sv;q=0.5");
    const auto in_swedish = swede.post_json(create, ticket), in_english = brit.post_json(create, ticket);
    CHECK(in_swedish.header("content-language") == "sv");
    CHECK(in_english.header("content-language") == "en");
    CHECK(in_swedish.json()["title"] != in_english.json()["title"]);
    const Fields form{{"subject", std::string(201, 'x')}, {"body", "Hej"}, {"mail", "ny.person@skola.example"}};
    const auto sv = swede.post_form("/tickets", form), en = brit.post_form("/tickets", form);
    CHECK(sv.status == 422);
    CHECK(en.status == 422);
    CHECK(sv.says("id=\"subject-error\""));
    CHECK(sv.says("200 tecken"));
    CHECK(en.says("200 characters"));
}

TEST_CASE("the same idempotency key makes one ticket, however often it comes, and never another request's") {
    const WatchedLog watched;
    auto& school = ServedSchool::shared();
    auto teacher = school.program("larare"), colleague = school.program("jonas.ek");
    const std::vector<std::string> key{"Idempotency-Key: 7f0c-samma"};
    const json ticket{{"body", "Skrivaren på plan två tar inte emot utskrifter"}, {"area", "B004"}};
    const auto first = teacher.post_json(create, ticket, key), again = teacher.post_json(create, ticket, key);
    CHECK(first.status == 201);
    CHECK(again.status == 201);
    CHECK(again.json()["number"] == first.json()["number"]);
    CHECK(again.header("location") == first.header("location"));
    auto other = ticket;
    other["room"] = "B12";
    check_problem(teacher.post_json(create, other, key), 422, "idempotency-mismatch");
    const auto colleagues = colleague.post_json(create, ticket, key);
    CHECK(colleagues.status == 201);
    CHECK(colleagues.json()["number"] != first.json()["number"]);
    check_problem(teacher.post_json(create, ticket, {"Idempotency-Key: " + std::string(256, 'k')}), 400, "bad-request");

    const auto number = first.json()["number"].get<std::uint64_t>();
    const json reply{{"kind", "reply"}, {"body", "Jag glömde säga att den blinkar"}};
    const auto said = teacher.post_json(place(number, "/messages"), reply, {"Idempotency-Key: 7f0c-svar"});
    const auto said_again = teacher.post_json(place(number, "/messages"), reply, {"Idempotency-Key: 7f0c-svar"});
    CHECK(said.status == 201);
    CHECK(said_again.json()["seq"] == said.json()["seq"]);
    CHECK(teacher.get(place(number)).json()["timeline"].size() == 2);
}

TEST_CASE("a queue is read to its end page by page, in one order, without gaps or repeats") {
    auto& school = ServedSchool::shared();
    auto teacher = school.program("larare"), agent = school.program("sek");
    std::set<std::uint64_t> filed;
    for (int i = 0; i < 7; ++i) {
        filed.insert(school.file(teacher, "Ett intyg till klass " + std::to_string(i) + "B behövs", "B064"));
    }
    std::vector<std::uint64_t> read;
    std::string after, last_due;
    do {
        const auto answer = agent.get("/api/v1/queues/SEK/tickets?state=open&limit=3" + (after.empty() ? "" : "&after=" + after));
        REQUIRE(answer.status == 200);
        const auto page = answer.json();
        CHECK(page["items"].size() <= 3);
        for (const auto& item : page["items"]) {
            read.push_back(item["number"].get<std::uint64_t>());
            CHECK(last_due <= item["due_at"].get<std::string>());
            last_due = item["due_at"].get<std::string>();
        }
        CHECK(answer.header("link").empty() == page["next"].is_null());
        after = page["next"].is_null() ? "" : page["next"].get<std::string>();
        REQUIRE(read.size() < 1000);
    } while (!after.empty());
    CHECK(std::set<std::uint64_t>(read.begin(), read.end()).size() == read.size());
    for (const auto number : filed) {
        CHECK(std::count(read.begin(), read.end(), number) == 1);
    }
    CHECK(check_problem(agent.get("/api/v1/queues/SEK/tickets?after=hittad"), 422, "validation") == "/after malformed");
    CHECK(check_problem(agent.get("/api/v1/queues/SEK/tickets?limit=201"), 422, "validation") == "/limit out-of-range");
    CHECK(check_problem(agent.get("/api/v1/queues/SEK/tickets?state=lost"), 422, "validation") == "/state unknown-state");
}

TEST_CASE("a change that rests on an old version is refused, and one on the newest is made") {
    auto& school = ServedSchool::shared();
    auto teacher = school.program("larare"), agent = school.program("its");
    const auto number = school.file(teacher, "Kanonen i aulan surrar högt", "B003");
    const auto tag = agent.get(place(number)).header("etag");
    REQUIRE(tag.starts_with("\"v1-"));
    const auto taken = agent.post_json(place(number, "/state"), {{"state", "in_progress"}}, {"If-Match: " + tag});
    CHECK(taken.status == 200);
    CHECK(taken.header("etag") == "\"v2\"");
    for (const auto* old : {"\"v1\"", "\"v3\"", "v2", "\"v\"", "\"v99999999999999999999\"", "W/\"v2\""}) {
        INFO(old);
        check_problem(agent.post_json(place(number, "/state"), {{"state", "waiting_other"}}, {"If-Match: " + std::string{old}}), 412, "precondition-failed");
    }
    check_problem(agent.post_json(place(number, "/messages"), {{"kind", "reply"}, {"body", "Jag kommer"}}, {"If-Match: \"v1\""}), 412, "precondition-failed");
    check_problem(agent.ask("POST", place(number, "/state"), R"({"state": "waiting_other"})", {"Content-Type: application/json", "If-Match:"}), 428, "precondition-required");
    CHECK(agent.get(place(number)).json()["timeline"].size() == 2);
    CHECK(agent.post_json(place(number, "/state"), {{"state", "waiting_other"}}, {"If-Match: *"}).status == 200);
}

TEST_CASE("a ticket is answered, sent on, closed and opened again, and its timeline tells it") {
    const WatchedLog watched;
    auto& school = ServedSchool::shared();
    auto teacher = school.program("larare"), agent = school.program("its"), secretary = school.program("sek");
    const auto number = school.file(teacher, "Betygskatalogen saknar två elever", "B003");
    const auto reply = agent.post_json(place(number, "/messages"), {{"kind", "reply"}, {"body", "Det är nog sekreterarens sak"}});
    CHECK(reply.status == 201);
    CHECK(reply.json()["state"] == "in_progress");
    CHECK(agent.post_json(place(number, "/messages"), {{"kind", "note"}, {"body", "Läraren lät jäktad"}}).status == 201);

    const auto moved = agent.post_json(place(number, "/reroute"), {{"role", "SEK"}, {"reason", "Betyg hör till skolsekreteraren"}});
    CHECK(moved.status == 200);
    CHECK(moved.json()["role"] == "SEK");
    CHECK(moved.json()["reason"] == "corrected");
    CHECK(moved.json()["assignee"].is_null());
    check_problem(agent.get(place(number)), 404, "not-found");  // it is not in their queue any more
    check_problem(secretary.post_json(place(number, "/reroute"), {{"role", "SEK"}}), 422, "validation");
    CHECK(check_problem(secretary.post_json(place(number, "/reroute"), {{"role", "SEK"}, {"area", "B003"}}), 422, "validation") == "/role one-of-two");
    CHECK(check_problem(secretary.post_json(place(number, "/reroute"), {{"area", "B999"}}), 422, "validation") == "/to unknown-area");

    CHECK(check_problem(secretary.post_json(place(number, "/closure"), {{"state", "in_progress"}}), 422, "validation") == "/state unknown-state");
    CHECK(secretary.ask("POST", place(number, "/closure")).json()["state"] == "closed");
    CHECK(teacher.get(place(number)).json()["resolved_at"].is_string());
    const auto back = teacher.post_json(place(number, "/reopening"), {{"body", "De saknas fortfarande"}});
    CHECK(back.status == 200);
    CHECK(back.json()["resolved_at"].is_null());
    const auto rejected = secretary.post_json(place(number, "/closure"), {{"state", "rejected"}});
    CHECK(rejected.json()["state"] == "rejected");

    const auto kinds_seen_by = [&](WebClient& reader) {
        std::vector<std::string> kinds;
        const auto ticket = reader.get(place(number)).json();
        for (const auto& entry : ticket["timeline"]) {
            kinds.push_back(entry["kind"]);
        }
        return kinds;
    };
    const auto teachers = kinds_seen_by(teacher), secretaries = kinds_seen_by(secretary);
    CHECK(std::count(teachers.begin(), teachers.end(), "noted") == 0);
    CHECK(std::count(secretaries.begin(), secretaries.end(), "noted") == 1);
    CHECK(secretaries.size() == teachers.size() + 1);
    for (const auto* kind : {"opened", "replied", "rerouted", "state_changed", "reopened"}) {
        INFO(kind);
        CHECK(std::count(teachers.begin(), teachers.end(), kind) >= 1);
    }
}

TEST_CASE("a preview says who would take it and why, and makes nothing") {
    const WatchedLog watched;
    auto& school = ServedSchool::shared();
    auto teacher = school.program("larare"), agent = school.program("its");
    const auto before = agent.get("/api/v1/queues/ITS/tickets?limit=200").json()["items"].size();
    const auto said = teacher.post_json("/api/v1/route", {{"subject", "Projektor"}, {"body", "Projektorn och högtalarna i aulan ger ingen bild"}});
    CHECK(said.status == 200);
    const auto receipt = said.json();
    for (const auto* field : {"row", "area", "role", "confidence", "reason", "matrix_version", "candidates", "words"}) {
        INFO(field);
        CHECK(receipt.contains(field));
    }
    CHECK(receipt["matrix_version"] == "1.4.0");
    CHECK(receipt["candidates"].size() >= 1);
    CHECK(teacher.post_json("/api/v1/route", {{"body", "Vad som helst"}, {"area", "B056"}}).json()["role"] == "VAKT");
    CHECK(check_problem(teacher.post_json("/api/v1/route", {{"subject", "x"}}), 422, "validation") == "/body required");
    CHECK(agent.get("/api/v1/queues/ITS/tickets?limit=200").json()["items"].size() == before);
    const auto areas = teacher.get("/api/v1/areas");
    CHECK(areas.json()["items"].size() == 150);
    CHECK(teacher.get("/api/v1/areas", {"If-None-Match: " + areas.header("etag")}).status == 304);
}

TEST_CASE("a ticket's receipt is whole for those who handle it, and in its plain part for who asked") {
    auto& school = ServedSchool::shared();
    auto teacher = school.program("larare"), agent = school.program("its"), manager = school.program("chef");
    const auto sent = teacher.post_json("/api/v1/tickets", {{"body", "Skrivaren på plan 2 har papperstrassel"}});
    REQUIRE(sent.status == 201);
    const auto place = sent.header("location");
    const auto plain = teacher.get(place).json();
    CHECK(plain["receipt"]["reason"] == "classified");
    CHECK(plain["receipt"]["role"] == "ITS");
    CHECK(plain["receipt"]["area"] == "skrivare");
    CHECK(plain["receipt"]["words"].size() >= 1);
    for (const auto* secret : {"candidates", "confidence", "model_version", "note", "holder"}) {
        CAPTURE(secret);
        CHECK_FALSE(plain["receipt"].contains(secret));
    }
    CHECK_FALSE(plain.contains("confidence"));
    CHECK_FALSE(manager.get(place).json()["receipt"].contains("candidates"));
    const auto whole = agent.get(place).json();
    CHECK(whole["receipt"]["candidates"].size() >= 1);
    CHECK(whole["receipt"].contains("model_version"));
    CHECK(whole.contains("confidence"));
}
