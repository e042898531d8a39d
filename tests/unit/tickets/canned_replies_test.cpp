// Texts to begin an answer with: whose they are, what the ticket fills in, and that nobody overwrites a colleague's.
#include "tickets/canned_replies.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

#include "school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;

namespace {

/// The real texts, read once.
const web::Texts& test_texts() {
    static const web::Texts texts{std::filesystem::path{ANSVAR_SOURCE_DIR} / "templates/text"};
    return texts;
}

std::string fill(std::string_view body) {
    return canned::filled(body, test_texts(), [](std::string_view field) { return "<" + std::string{field} + ">"; });
}

std::vector<std::string> faults(const std::string& name, const std::string& body) {
    std::vector<std::string> codes;
    for (const auto& fault : canned::faults_of({.role = {}, .name = name, .body = body, .version = ""}, test_texts())) {
        codes.push_back(fault.pointer + " " + fault.code);
    }
    return codes;
}

std::vector<std::string> offered(School& school, const RoleCode& queue, const std::vector<RoleCode>& queues) {
    std::vector<std::string> names;
    for (const auto& reply : school.database.read([&](db::Session& session) { return canned::offered(session, queue, queues); })) {
        names.push_back(reply.name);
    }
    return names;
}

}  // namespace

TEST_CASE("fields are filled in either language, once, and what is filled in is not read again", "[tickets]") {
    CHECK(fill("Hej {förnamn}! {Number}: {ämne}") == "Hej <first_name>! <number>: <subject>");
    CHECK(fill("{ inget } {\n} {") == "<> {\n} {");
    CHECK(canned::filled("{ämne}", test_texts(), [](std::string_view) { return std::string{"{jag}"}; }) == "{jag}");
}

TEST_CASE("a field that there is not is refused when a canned reply is saved", "[tickets]") {
    using Faults = std::vector<std::string>;
    CHECK(faults("Toner", "Hej {förnamn}, {jag}").empty());
    CHECK(faults("Toner", "Hej {lösenord}") == Faults{"/body unknown-reply-field"});
    CHECK(faults("", "") == Faults{"/name required", "/body required"});
    CHECK(faults("Toner", std::string(6000, 'a')) == Faults{"/body too-long"});
    CHECK(faults("Toner", "En ensam { är inget fält").empty());
}

TEST_CASE("those of the ticket's queue come first, then everybody's and those of one's own queues", "[tickets]") {
    School school;
    const auto now = school.clock.now();
    school.database.in_transaction([&](db::Transaction& tx) {
        canned::insert(tx, {.role = RoleCode{"ITS"}, .name = "Toner", .body = "a", .version = ""}, school.amir, now);
        canned::insert(tx, {.role = RoleCode{"VAKT"}, .name = "Nyckel", .body = "b", .version = ""}, school.erik, now);
        canned::insert(tx, {.role = std::nullopt, .name = "Allas", .body = "c", .version = ""}, school.vera, now);
    });
    CHECK(offered(school, RoleCode{"ITS"}, {RoleCode{"ITS"}}) == std::vector<std::string>{"Toner", "Allas"});
    CHECK(offered(school, RoleCode{"VAKT"}, {RoleCode{"ITS"}}) == std::vector<std::string>{"Nyckel", "Allas", "Toner"});
    CHECK(offered(school, RoleCode{"SEK"}, {}) == std::vector<std::string>{"Allas"});
    CHECK(school.database.read([](db::Session& session) { return canned::list(session); }).size() == 3);
}

TEST_CASE("nobody overwrites or removes what a colleague has changed meanwhile", "[tickets]") {
    School school;
    const auto id = school.database.in_transaction([&](db::Transaction& tx) {
        return canned::insert(tx, {.role = RoleCode{"ITS"}, .name = "Toner", .body = "a", .version = ""}, school.amir, school.clock.now());
    });
    const auto read = [&] { return school.database.read([&](db::Session& session) { return canned::find(session, id); }); };
    const auto change = [&](canned::Reply reply, PersonId by) {
        school.clock.pass(std::chrono::minutes{1});
        return school.database.in_transaction([&](db::Transaction& tx) { return canned::update(tx, reply, by, school.clock.now()); });
    };
    auto mine = read().value(), theirs = read().value();
    theirs.body = "Saras";
    CHECK(change(theirs, school.sara));
    mine.body = "Amirs";
    CHECK_FALSE(change(mine, school.amir));
    CHECK(read()->body == "Saras");
    CHECK(read()->changed_by == school.person(school.sara).name);
    CHECK_FALSE(school.database.in_transaction([&](db::Transaction& tx) { return canned::remove(tx, id, mine.version); }));
    CHECK(school.database.in_transaction([&](db::Transaction& tx) { return canned::remove(tx, id, read()->version); }));
    CHECK_FALSE(read());
}
