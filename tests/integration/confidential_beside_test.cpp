// What stands beside a ticket and around it tells nothing of confidential ones to those who may not see them, and its views are noted.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <thread>

#include "served_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

std::int64_t count(ServedSchool& school, const std::string& sql) {
    return school.database().read([&](db::Session& session) { return session.row(db::Query{"test/count", sql})->integer("n"); });
}

std::int64_t views_of(ServedSchool& school, std::uint64_t number) {
    return count(school, fmt::format("SELECT COUNT(*) AS n FROM audit_log WHERE action = 'ticket.viewed' AND object_id = '{}'", number));
}

}  // namespace

TEST_CASE("whatever shows something of a confidential ticket notes the view first", "[confidential]") {
    auto& school = ServedSchool::shared();
    auto teacher = school.program("larare"), program = school.program("its");
    auto agent = school.browser("its");
    const auto number = school.file(teacher, "Detta är förtroligt, sett från sidan", "B049");
    const auto place = fmt::format("/tickets/{}", number);
    REQUIRE(agent.post_form(place + "/checklist", {{"item", "Ring vårdnadshavaren"}}).status == 303);
    REQUIRE(views_of(school, number) == 0);
    SECTION("a program that changes it and is told how it stands") {
        CHECK(program.post_json("/api/v1" + place + "/tags", {{"add", {"elev"}}}).status == 200);
    }
    SECTION("the question about an unfinished checklist") {
        const auto asked = agent.post_form(place + "/state", {{"state", "resolved"}});
        REQUIRE(asked.says("Ring vårdnadshavaren"));
    }
    SECTION("canned replies that are filled in") {
        CHECK(agent.get(place + "/canned").status == 200);
    }
    CHECK(views_of(school, number) == 1);
}

TEST_CASE("what a browser asks for ahead of its reader is refused where being shown it is noted", "[confidential]") {
    auto& school = ServedSchool::shared();
    auto teacher = school.program("larare"), program = school.program("its");
    auto agent = school.browser("its"), own = school.browser("larare");
    const auto sealed = school.file(teacher, "Detta är förtroligt, i förväg", "B049"), open = school.file(teacher, "Skrivaren står, i förväg", "B003");
    const std::vector<std::string> ahead{"Sec-Purpose: prefetch;prerender"};
    const auto of_sealed = fmt::format("/tickets/{}", sealed), of_open = fmt::format("/tickets/{}", open);
    for (const auto* part : {"", "/history", "/canned"}) {
        CAPTURE(part);
        const auto refused = agent.get(of_sealed + part, ahead);
        CHECK(refused.status == 425);
        CHECK_FALSE(refused.says("Detta är"));
    }
    CHECK(agent.get(of_sealed, {"Purpose: prefetch"}).status == 425);
    CHECK(views_of(school, sealed) == 0);
    CHECK(agent.get(of_sealed).status == 200);
    CHECK(views_of(school, sealed) == 1);
    CHECK(agent.get(of_sealed, ahead).status == 425);  // also when it is noted: it may be shown much later

    auto administrator = school.browser("admin");
    for (const auto* list : {"/admin/people.csv", "/admin/audit.csv", "/overview.csv"}) {
        CAPTURE(list);
        CHECK(administrator.get(list, ahead).status == 425);
        CHECK(administrator.get(list).status == 200);
    }

    const auto drawn = agent.get(of_open, ahead);
    CHECK(drawn.status == 200);
    CHECK(drawn.header("speculation-rules").starts_with("\"/assets/ahead.rules."));
    REQUIRE(program.post_json("/api/v1" + of_open + "/messages", {{"kind", "reply"}, {"body", "Vi kommer strax"}}).status == 201);
    CHECK(own.get(of_open, ahead).status == 425);
    const auto is_seen = [&] { return count(school, fmt::format("SELECT COUNT(*) AS n FROM ticket_seen WHERE ticket_id = {}", open)) == 1; };
    CHECK_FALSE(is_seen());
    CHECK(own.get(of_open).status == 200);
    CHECK(is_seen());
    CHECK(own.get(of_open).header("speculation-rules").empty());  // is no agent
}

TEST_CASE("a canned reply makes no draft longer than any may be, and is there for those who answer others", "[confidential]") {
    auto& school = ServedSchool::shared();
    auto teacher = school.program("larare");
    auto own = school.browser("larare"), agent = school.browser("its");
    const auto place = fmt::format("/tickets/{}", school.file(teacher, "Skrivaren skriver långsamt", "B003"));
    CHECK(own.post_form(place + "/canned", {{"body", "Hej"}, {"canned", "1"}}).status == 403);
    CHECK(agent.post_form(place + "/canned", {{"body", "Hej"}}).status == 303);
    CHECK(agent.get(place + "?compose=reply").says("Hej"));
    CHECK(agent.post_form(place + "/canned", {{"body", std::string(200'000, 'x')}}).status == 422);
    CHECK(agent.post_form(place + "/canned", {{"body", "en bjällra \a"}}).status == 422);
}

TEST_CASE("a ticket's history names other tickets to those who see them", "[confidential]") {
    auto& school = ServedSchool::shared();
    auto teacher = school.program("larare"), other = school.program("jonas.ek"), program = school.program("its");
    auto own = school.browser("larare"), agent = school.browser("its"), administrator = school.browser("admin");
    const auto here = school.file(teacher, "Skrivaren på plan två står", "B003"), sealed = school.file(teacher, "Detta är förtroligt och hör ihop", "B049"),
               source = school.file(other, "Samma skrivare som någon annans", "B003");
    const auto place = fmt::format("/tickets/{}", here);
    REQUIRE(program.post_json("/api/v1" + place + "/links", {{"ticket", sealed}}).status == 200);
    REQUIRE(program.post_json(fmt::format("/api/v1/tickets/{}/merge", source), {{"into", here}}).status == 200);
    const auto named = fmt::format("kopplade ärendet till {}", sealed);
    for (const auto* page : {"", "/history"}) {
        CHECK(agent.get(place + page).says(named));
        const auto seen = administrator.get(place + page);
        CHECK_FALSE(seen.says(std::to_string(sealed)));
        CHECK(seen.says("kopplade ärendet till ett annat ärende"));
        const auto requesters = own.get(place + page);
        CHECK_FALSE(requesters.says(std::to_string(source)));  // somebody else's
        CHECK(requesters.says("slog ihop ett annat ärende"));
    }
    CHECK(program.get("/api/v1" + place).says(std::to_string(sealed)));
    CHECK_FALSE(teacher.get("/api/v1" + place).says(std::to_string(source)));
    CHECK_FALSE(school.program("admin").get("/api/v1" + place).says(std::to_string(sealed)));
}

TEST_CASE("an open queue moves for confidential tickets before those alone who see them in it", "[confidential][live]") {
    auto& school = ServedSchool::shared();
    auto teacher = school.program("larare");
    auto agent = school.browser("its"), administrator = school.browser("admin");
    const auto number = [](WebClient& who) { return who.get("/live/number?queue=ITS").json()["number"].get<std::uint64_t>(); };
    school.file(teacher, "Något alla i kön ser", "B003");
    std::this_thread::sleep_for(std::chrono::milliseconds{1500});
    const auto agents = number(agent), administrators = number(administrator);
    CHECK(agents == administrators);
    school.file(teacher, "Detta är förtroligt och kommer nu", "B049");
    for (int i = 0; i < 100 && number(agent) == agents; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    CHECK(number(agent) > agents);
    CHECK(number(administrator) == administrators);
    const auto heard = agent.listen(fmt::format("/live?queue=ITS&since={}", agents), [](const std::string& said) { return said.find("opened") != std::string::npos; });
    CHECK(heard.says("data: queue:ITS\n"));
    CHECK_FALSE(heard.says("sealed"));
}

TEST_CASE("what is typed on a page of a ticket that was merged meanwhile is kept", "[confidential]") {
    auto& school = ServedSchool::shared();
    auto teacher = school.program("larare"), program = school.program("its");
    auto agent = school.browser("its"), stranger = school.browser("vakt");
    const auto source = school.file(teacher, "Skrivaren står, första gången", "B003"), target = school.file(teacher, "Skrivaren står, andra gången", "B003");
    REQUIRE(program.post_json(fmt::format("/api/v1/tickets/{}/merge", source), {{"into", target}}).status == 200);
    CHECK(agent.post_form(fmt::format("/tickets/{}/drafts", source), {{"kind", "reply"}, {"body", "Jag skrev just när"}}).status == 204);
    CHECK(agent.get(fmt::format("/tickets/{}?compose=reply", target)).says("Jag skrev just när"));
    CHECK(stranger.post_form(fmt::format("/tickets/{}/drafts", source), {{"kind", "reply"}, {"body", "Nej"}}).status == 404);
    CHECK(school.browser("larare").post_form(fmt::format("/tickets/{}/drafts", source), {{"kind", "note"}, {"body", "Nej"}}).status == 403);
}
