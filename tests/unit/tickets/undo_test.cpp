// What an agent has done can be taken back for some seconds, and nobody is told meanwhile.
#include <catch2/catch.hpp>

#include <filesystem>
#include <functional>

#include "queries/tickets.hpp"
#include "school.hpp"
#include "tickets/attachments.hpp"
#include "tickets/drafts.hpp"
#include "tickets/holdings.hpp"
#include "tickets/merge.hpp"
#include "tickets/next_ticket.hpp"
#include "tickets/outside.hpp"
#include "tickets/queue.hpp"
#include "tickets/tags.hpp"
#include "tickets/undo.hpp"
#include "tickets/undo_pages.hpp"
#include "tickets/watchers.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;

namespace {

std::vector<std::string> bodies(School& school, TicketId id, bool with_notes) {
    std::vector<std::string> all;
    for (const auto& entry : school.database.read([&](db::Session& session) { return ticket_store::timeline(session, id, with_notes, school.clock.now()); })) {
        if (entry.body) {
            all.push_back(*entry.body);
        }
    }
    return all;
}

std::string draft_of(School& school, TicketId id, PersonId who) {
    const auto drafts = school.database.read(
        [&](db::Session& session) { return session.rows(queries::tickets::select_my_drafts, {{"ticket_id", id}, {"person_id", who}}); });
    return drafts.size() == 1 && drafts.front().text("kind") == "reply" ? drafts.front().text("body") : "";
}

std::vector<std::string> watchers_of(School& school, TicketId id) {
    std::vector<std::string> names;
    for (const auto& one : school.database.read([&](db::Session& session) { return ticket_store::list_watchers(session, id); })) {
        names.push_back(one.name);
    }
    return names;
}

/// A short while, within the time in which something can be taken back.
void a_moment_passes(School& school) { school.clock.set(school.clock.now() + std::chrono::seconds{5}); }

}  // namespace

TEST_CASE("a reply that is taken back was never there: no state, no clock, no text for the requester, and it is a draft again", "[tickets]") {
    School school;
    const auto before = school.ticket(school.file("Skrivaren skriver bara vita papper").id);
    const auto amir = school.person(school.amir);
    const auto written = school.desk->write(before.id, {.body = "Jag kommer kl. 10", .then = State::Resolved, .undo = {"ett"}}, amir, IdempotencyKey::random());
    REQUIRE(written);
    CHECK(school.listener.told_from == school.clock.now() + usual_undo_time);
    CHECK(bodies(school, before.id, true).size() == 2);
    CHECK(bodies(school, before.id, false).size() == 1);  // Anna does not see it yet

    const auto taken = school.desk->undo("ett", amir);
    CHECK(taken.undone == std::vector{before.id});
    const auto after = school.ticket(before.id);
    CHECK(after.state == State::New);
    CHECK_FALSE(after.assignee);
    CHECK_FALSE(after.first_response_at);
    CHECK_FALSE(after.resolved_at);
    CHECK(after.due_at == before.due_at);
    CHECK(after.version > before.version);
    CHECK(bodies(school, before.id, true) == std::vector<std::string>{"Skrivaren skriver bara vita papper"});
    CHECK(draft_of(school, before.id, school.amir) == "Jag kommer kl. 10");
    CHECK(school.timeline(before.id) == std::vector<std::string>{"opened", "undone"});

    SECTION("once") { CHECK(school.desk->undo("ett", amir).undone.empty()); }
    SECTION("and sent again it counts") {
        REQUIRE(school.desk->write(before.id, {.body = "Jag kommer kl. 11"}, amir, IdempotencyKey::random()));
        CHECK(school.ticket(before.id).first_response_at == school.clock.now());
    }
}

TEST_CASE("what a requester reads appears when it can no longer be undone", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren skriver bara vita papper");
    REQUIRE(school.desk->write(ticket.id, {.body = "Jag kommer", .undo = {"ett"}}, school.person(school.amir), IdempotencyKey::random()));
    CHECK(bodies(school, ticket.id, false).size() == 1);
    school.clock.pass(std::chrono::minutes{1});
    CHECK(bodies(school, ticket.id, false).size() == 2);
    CHECK(school.desk->undo("ett", school.person(school.amir)).undone.empty());
    CHECK(bodies(school, ticket.id, false).size() == 2);
}

TEST_CASE("nobody takes back what another has done, or what somebody has been told", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren skriver bara vita papper");
    REQUIRE(school.desk->assign(ticket.id, school.sara, school.person(school.amir), {}, {"ett"}));
    CHECK(school.desk->undo("ett", school.person(school.sara)).undone.empty());
    CHECK(school.desk->undo("två", school.person(school.amir)).undone.empty());
    school.listener.is_told = true;
    const auto taken = school.desk->undo("ett", school.person(school.amir));
    CHECK(taken.undone.empty());
    CHECK(taken.too_late == std::vector{ticket.id});
    CHECK(school.ticket(ticket.id).assignee == school.sara);
}

TEST_CASE("a ticket that is another than the change left it stands, with all that was written", "[tickets]") {
    School school;
    const auto id = school.file("Skrivaren skriver bara vita papper", "B017").id;
    const auto amir = school.person(school.amir);
    const auto [change, begin] = GENERATE(table<std::string, std::function<bool(School&, TicketId, const identity::Person&)>>({
        {"a reply", [](auto& here, auto ticket, const auto& by) {
             return static_cast<bool>(here.desk->write(ticket, {.body = "Fel svar", .then = State::Resolved, .undo = {"ett"}}, by, IdempotencyKey::random()));
         }},
        {"a state", [](auto& here, auto ticket, const auto& by) { return static_cast<bool>(here.desk->set_state(ticket, State::Resolved, by, {}, {"ett"})); }},
        {"a move", [](auto& here, auto ticket, const auto& by) { return static_cast<bool>(here.desk->reroute(ticket, "TRIAGE", "Fel dörr", by, {}, {"ett"})); }},
    }));
    const auto [meanwhile, go_on] = GENERATE(table<std::string, std::function<bool(School&, TicketId)>>({
        {"a colleague sets the priority", [](auto& here, auto ticket) {
             return static_cast<bool>(here.desk->set_priority(ticket, Priority::Urgent, here.person(here.sara)));
         }},
        {"a colleague takes it", [](auto& here, auto ticket) { return static_cast<bool>(here.desk->assign(ticket, here.sara, here.person(here.sara))); }},
        {"a colleague waits for somebody", [](auto& here, auto ticket) {
             return static_cast<bool>(here.desk->set_state(ticket, State::WaitingOther, here.person(here.sara)));
         }},
        {"the requester writes", [](auto& here, auto ticket) {
             return static_cast<bool>(here.desk->write(ticket, {.body = "Det är kvar"}, here.person(here.anna), IdempotencyKey::random()));
         }},
        {"oneself sets the priority", [](auto& here, auto ticket) { return static_cast<bool>(here.desk->set_priority(ticket, Priority::Low, here.person(here.amir))); }},
    }));
    if (meanwhile == "the requester writes" && change == "a move") {
        return;  // which moves nothing then
    }
    INFO(change << ", then " << meanwhile);
    REQUIRE(begin(school, id, amir));
    a_moment_passes(school);
    REQUIRE(go_on(school, id));
    const auto before = school.ticket(id);
    const auto timeline = school.timeline(id);
    const auto texts = bodies(school, id, true);

    const auto taken = school.desk->undo("ett", amir);
    CHECK(taken.undone.empty());
    CHECK(taken.too_late == std::vector{id});
    CHECK(school.listener.asked_back == 0);  // its letters go
    CHECK(school.ticket(id).version == before.version);
    CHECK(school.ticket(id).state == before.state);
    CHECK(school.ticket(id).first_response_at == before.first_response_at);
    CHECK(school.timeline(id) == timeline);
    CHECK(bodies(school, id, true) == texts);
    CHECK(draft_of(school, id, school.amir).empty());
    school.clock.pass(std::chrono::minutes{1});
    CHECK(bodies(school, id, false) == texts);
}

TEST_CASE("a ticket that goes on in another one meanwhile stands as it is", "[tickets]") {
    School school;
    const auto id = school.file("Skrivaren skriver bara vita papper", "B017").id, other = school.file("Skrivaren står", "B017").id;
    const auto amir = school.person(school.amir);
    REQUIRE(school.desk->set_state(id, State::WaitingOther, amir));
    REQUIRE(school.desk->set_priority(id, Priority::Urgent, amir, {}, {"ett"}));
    REQUIRE(merging::merge(*school.desk, id, other, amir));
    CHECK(school.desk->undo("ett", amir).too_late == std::vector{id});
    CHECK(school.ticket(id).priority == Priority::Urgent);
}

TEST_CASE("what moves nothing meanwhile is in nobody's way", "[tickets]") {
    School school;
    const auto id = school.file("Skrivaren skriver bara vita papper", "B017").id;
    const auto amir = school.person(school.amir), sara = school.person(school.sara);
    REQUIRE(school.desk->write(id, {.body = "Fel svar", .undo = {"ett"}}, amir, IdempotencyKey::random()));
    a_moment_passes(school);
    REQUIRE(tags::change(*school.desk, id, {"skrivare"}, {}, sara));
    REQUIRE(school.desk->write(id, {.is_note = true, .body = "Toner är beställd"}, sara, IdempotencyKey::random()));
    REQUIRE(school.desk->write(id, {.body = "Skynda er"}, school.person(school.anna), IdempotencyKey::random()));
    CHECK(school.desk->undo("ett", amir).undone == std::vector{id});
    const auto after = school.ticket(id);
    CHECK(after.state == State::New);
    CHECK_FALSE(after.assignee);
    CHECK_FALSE(after.first_response_at);
    CHECK_FALSE(after.first_response_minutes);
    CHECK(school.timeline(id) == std::vector<std::string>{"opened", "tagged", "noted", "replied", "undone"});
    CHECK(bodies(school, id, true) == std::vector<std::string>{"Skrivaren skriver bara vita papper", "Toner är beställd", "Skynda er"});
    CHECK(draft_of(school, id, school.amir) == "Fel svar");
}

TEST_CASE("when a reply is taken back, the next one that somebody has given is the first", "[tickets]") {
    School school;
    const auto id = school.file("Skrivaren skriver bara vita papper", "B017").id;
    const auto amir = school.person(school.amir);
    REQUIRE(school.desk->write(id, {.body = "Fel svar", .undo = {"ett"}}, amir, IdempotencyKey::random()));
    REQUIRE(school.ticket(id).first_response_at == school.clock.now());
    a_moment_passes(school);
    REQUIRE(school.desk->write(id, {.body = "Tack"}, school.person(school.anna), IdempotencyKey::random()));
    SECTION("a colleague's") {
        a_moment_passes(school);
        REQUIRE(school.desk->write(id, {.body = "Jag kommer"}, school.person(school.sara), IdempotencyKey::random()));
        const auto answered = school.clock.now();
        a_moment_passes(school);
        CHECK(school.desk->undo("ett", amir).undone.size() == 1);
        CHECK(school.ticket(id).first_response_at == answered);
    }
    SECTION("but not one that was taken back too") {
        REQUIRE(school.desk->write(id, {.body = "Fel igen", .undo = {"två"}}, amir, IdempotencyKey::random()));
        CHECK(school.desk->undo("två", amir).undone.size() == 1);
        CHECK(school.ticket(id).first_response_at);
        CHECK(school.desk->undo("ett", amir).undone.size() == 1);
        CHECK_FALSE(school.ticket(id).first_response_at);
    }
}

TEST_CASE("what is taken back can be sent again by the same form", "[tickets]") {
    School school;
    const auto id = school.file("Skrivaren skriver bara vita papper", "B017").id;
    const auto amir = school.person(school.amir);
    const IdempotencyKey key{"formulär", "form"};
    REQUIRE(school.desk->write(id, {.body = "Jag kommer", .undo = {"ett"}}, amir, key));
    CHECK(school.desk->undo("ett", amir).undone.size() == 1);
    const auto again = school.desk->write(id, {.body = "Jag kommer"}, amir, key);
    REQUIRE(again);
    CHECK_FALSE(again->replayed);
    CHECK(bodies(school, id, false).back() == "Jag kommer");
    CHECK(school.desk->write(id, {.body = "Jag kommer"}, amir, key)->replayed);
}

TEST_CASE("whoever does not handle a ticket cannot undo, and nothing of theirs is held", "[tickets]") {
    School school;
    const auto id = school.file("Dörren går inte att låsa", "B051", school.amir).id;
    REQUIRE(school.ticket(id).role == RoleCode{"VAKT"});
    const auto amir = school.person(school.amir);
    REQUIRE(amir.is_agent());
    REQUIRE(school.desk->write(id, {.body = "Den till A12", .undo = {"ett"}}, amir, IdempotencyKey::random()));
    CHECK(school.listener.told_from == school.clock.now());
    CHECK(bodies(school, id, false).size() == 2);
    CHECK(school.desk->undo("ett", amir).undone.empty());
    CHECK(bodies(school, id, false).size() == 2);
    SECTION("whoever does can, with a role or without") {
        const auto vera = school.person(school.vera);
        REQUIRE_FALSE(vera.is_agent());
        REQUIRE(school.desk->write(id, {.body = "Kommer", .undo = {"två"}}, vera, IdempotencyKey::random()));
        CHECK(school.listener.told_from == school.clock.now() + usual_undo_time);
        CHECK(school.desk->undo("två", vera).undone.size() == 1);
    }
    SECTION("and whoever hands it to where they do not work") {
        REQUIRE(school.desk->reroute(id, "ITP", "Fel dörr", school.person(school.erik), {}, {"två"}));
        CHECK(school.desk->undo("två", school.person(school.erik)).undone.size() == 1);
        CHECK(school.ticket(id).role == RoleCode{"VAKT"});
    }
}

TEST_CASE("whoever was mentioned follows the ticket no more when that is taken back, but those who did before", "[tickets]") {
    School school;
    const auto id = school.file("Skrivaren skriver bara vita papper", "B017").id;
    const auto amir = school.person(school.amir), rebecka = school.person(school.rebecka), erik = school.person(school.erik);
    REQUIRE(watchers::watch(*school.desk, id, true, school.person(school.sara)));
    REQUIRE(watchers::add(*school.desk, id, "erik@skola.example", amir));
    REQUIRE(school.desk->write(id, {.is_note = true, .body = "@" + rebecka.name + " @" + erik.name + " har ni sett det?", .undo = {"ett"}}, amir, IdempotencyKey::random()));
    REQUIRE(watchers_of(school, id).size() == 3);
    CHECK(school.desk->undo("ett", amir).undone.size() == 1);
    CHECK(watchers_of(school, id) == std::vector<std::string>{erik.name, school.person(school.sara).name});
}

TEST_CASE("who reads a ticket is not undone, and its timeline goes on saying so", "[tickets]") {
    School school;
    const auto id = school.file("Skrivaren står", "B017").id;
    const auto amir = school.person(school.amir);
    SECTION("when an area made it confidential") {
        REQUIRE(school.desk->reroute(id, "B056", "", amir, {}, {"ett"}));
        REQUIRE(school.ticket(id).confidential);
        CHECK(school.desk->undo("ett", amir).undone.size() == 1);
        CHECK(school.ticket(id).confidential);
        CHECK(school.ticket(id).role == RoleCode{"ITS"});
    }
    SECTION("when somebody stays a reader of what they hand over") {
        REQUIRE(school.desk->assign(id, school.amir, amir));
        REQUIRE(school.desk->set_confidentiality(id, Confidentiality::Named, "", amir, {}));
        const auto before = school.timeline(id);
        REQUIRE(school.desk->assign(id, school.sara, amir, {}, {"ett"}));
        CHECK(school.desk->undo("ett", amir).undone.size() == 1);
        const auto after = school.timeline(id);
        CHECK(std::count(after.begin(), after.end(), "confidentiality_changed") == std::count(before.begin(), before.end(), "confidentiality_changed") + 1);
        CHECK(std::count(after.begin(), after.end(), "assigned") == 1);
    }
    const auto timeline = school.timeline(id);
    CHECK(std::count(timeline.begin(), timeline.end(), "confidentiality_changed") >= 1);
    CHECK(std::count(timeline.begin(), timeline.end(), "rerouted") == 0);
}

TEST_CASE("the files of what was taken back can be sent once more", "[tickets]") {
    School school;
    const auto id = school.file("Skrivaren skriver bara vita papper", "B017").id;
    const auto amir = school.person(school.amir);
    const auto files = attachments::store(school.database, {{.file_name = "bild.txt", .declared_type = "text/plain", .bytes = "bild"}}, school.amir, school.clock.now()).value();
    const auto count = [&] { return school.database.read([&](db::Session& session) { return attachments::list(session, id).size(); }); };
    REQUIRE(school.desk->write(id, {.body = "Se bilden", .files = files, .undo = {"ett"}}, amir, IdempotencyKey::random()));
    REQUIRE(count() == 1);
    CHECK(school.desk->undo("ett", amir).files == 1);
    CHECK(count() == 0);
    REQUIRE(school.desk->write(id, {.body = "Se bilden", .files = files}, amir, IdempotencyKey::random()));
    CHECK(count() == 1);
}

TEST_CASE("the files of what was taken back are offered with the draft, until it is sent or too old", "[tickets]") {
    School school;
    const auto id = school.file("Skrivaren skriver bara vita papper", "B017").id;
    const auto amir = school.person(school.amir);
    const auto one_file = [](const char* name) { return web::Upload{.file_name = name, .declared_type = "text/plain", .bytes = name}; };
    const auto files = attachments::store(school.database, {one_file("bild.txt"), one_file("kvitto.txt")}, school.amir, school.clock.now()).value();
    const auto offered = [&](PersonId person) {
        return school.database.read([&](db::Session& session) {
            std::vector<std::string> names;
            for (const auto& each : drafts::files(session, id, person)) {
                names.push_back(std::string{drafts::name(each.kind)} + " " + each.name);
            }
            CHECK(find_holdings(session, id, person).draft_files == !names.empty());
            return names;
        });
    };
    const bool is_note = GENERATE(false, true);
    const std::string kind = is_note ? "note " : "reply ";
    REQUIRE(school.desk->write(id, {.is_note = is_note, .body = "Se bilden", .files = files, .undo = {"ett"}, .ends_draft = true}, amir, IdempotencyKey::random()));
    CHECK(offered(school.amir).empty());
    school.desk->undo("ett", amir);
    CHECK(offered(school.amir) == std::vector{kind + "bild.txt", kind + "kvitto.txt"});
    CHECK(offered(school.sara).empty());

    SECTION("those that are kept go with it, and the others are offered no more") {
        REQUIRE(school.desk->write(id, {.is_note = !is_note, .body = "Något annat", .ends_draft = true}, amir, IdempotencyKey::random()));
        CHECK(offered(school.amir).size() == 2);
        REQUIRE(school.desk->write(id, {.is_note = is_note, .body = "Se bilden", .files = {files[0]}, .ends_draft = true}, amir, IdempotencyKey::random()));
        CHECK(offered(school.amir).empty());
        CHECK(school.database.read([&](db::Session& session) { return attachments::list(session, id); }).at(0).name == "bild.txt");
    }
    SECTION("what is not sent within a day is removed") {
        school.clock.pass(std::chrono::hours{23});
        CHECK(attachments::remove_unlinked(school.database, school.clock.now()) == 0);
        school.clock.pass(std::chrono::hours{2});
        CHECK(attachments::remove_unlinked(school.database, school.clock.now()) == 2);
        CHECK(offered(school.amir).empty());
    }
}

TEST_CASE("what was taken back is no reason to take a ticket up, nor an address to write to", "[tickets]") {
    School school;
    const auto id = school.file("Skrivaren skriver bara vita papper", "B017").id;
    const auto amir = school.person(school.amir);
    REQUIRE(school.desk->assign(id, school.amir, amir));
    REQUIRE(school.desk->write(id, {.body = "Det brinner"}, school.person(school.anna), IdempotencyKey::random()));
    REQUIRE(school.desk->write(id, {.body = "Lugn", .undo = {"ett"}}, amir, IdempotencyKey::random()));
    const auto next = [&] {
        return school.database.read([&](db::Session& session) { return next_ticket::find(session, RoleCode{"ITS"}, amir, school.clock.now()); })->reason;
    };
    CHECK(next() != next_ticket::Reason::Answered);
    CHECK(school.desk->undo("ett", amir).undone.size() == 1);
    CHECK(next() == next_ticket::Reason::Answered);

    const outside::Letter letter{.to = "fel@firma.example", .reference = "", .body = "Kan ni byta valsen?", .undo = {"två"}};
    REQUIRE(outside::write(*school.desk, id, letter, amir, IdempotencyKey::random()));
    const auto last = [&] { return school.database.read([&](db::Session& session) { return outside::last_of(session, id); }).to; };
    CHECK(last() == "fel@firma.example");
    CHECK(school.desk->undo("två", amir).undone.size() == 1);
    CHECK(last().empty());
}

TEST_CASE("the words of a ticket are read again only when some were taken back", "[tickets]") {
    School school;
    const auto id = school.file("Skrivaren skriver bara vita papper", "B017").id;
    const auto amir = school.person(school.amir);
    static const db::Query forget{"test/forget", "DELETE FROM ticket_terms"}, count{"test/count", "SELECT COUNT(*) AS terms FROM ticket_terms"};
    const auto terms = [&] { return school.database.read([](db::Session& session) { return session.row(count)->integer("terms"); }); };
    REQUIRE(school.desk->set_state(id, State::Resolved, amir, {}, {"ett"}));
    REQUIRE(school.desk->write(id, {.body = "Klart", .undo = {"två"}}, amir, IdempotencyKey::random()));
    school.database.execute_once(forget);
    CHECK(school.desk->undo("två", amir).undone.size() == 1);
    CHECK(terms() > 0);
    school.database.execute_once(forget);
    CHECK(school.desk->undo("ett", amir).undone.size() == 1);
    CHECK(terms() == 0);
}

TEST_CASE("the way back leads to the page as it was asked for", "[tickets]") {
    School school;
    const auto id = school.file("Skrivaren skriver bara vita papper", "B017").id;
    const auto amir = school.person(school.amir);
    REQUIRE(school.desk->set_state(id, State::Resolved, amir, {}, {"ett"}));
    const web::Texts texts{std::filesystem::path{ANSVAR_SOURCE_DIR} / "templates/text"};
    const auto bar = [&](const std::string& target, PersonId who) {
        const web::Request request{{.target = target}};
        return school.database.read([&](db::Session& session) { return undo_bar(session, request, school.person(who), texts, school.clock.now()); });
    };
    CHECK(bar("/queues/ITS?text=vitt%20papper&undone=1&after=7&undo=ett&late=0&files=1&left=1%2C2", school.amir)["button"]["back"] == "/queues/ITS?text=vitt%20papper&after=7");
    CHECK(bar("/queues/ITS?undo=ett", school.amir)["button"]["back"] == "/queues/ITS");
    CHECK(bar("/queues/ITS?undo=ett", school.sara) == false);
    CHECK(bar("/queues/ITS?undo=inget", school.amir) == false);
    CHECK(bar("/queues/ITS?undone=0&late=2", school.amir)["lines"].size() == 1);
    CHECK(bar("/queues/ITS?undone=1&late=0&files=2", school.amir)["lines"].size() == 2);
}

TEST_CASE("several tickets changed at once are taken back at once", "[tickets]") {
    School school;
    const auto amir = school.person(school.amir);
    const auto one = school.file("Skrivaren är trasig"), two = school.file("Datorn är trasig, skrivaren också");
    for (const auto& id : {one.id, two.id}) {
        REQUIRE(school.desk->set_state(id, State::Resolved, amir, {}, {"båda"}));
    }
    SECTION("all of them") {
        CHECK(school.desk->undo("båda", amir).undone == std::vector{one.id, two.id});
        CHECK(school.ticket(one.id).state == State::New);
        CHECK(school.ticket(two.id).is_open());
    }
    SECTION("but for those that somebody has changed since") {
        REQUIRE(school.desk->reopen(one.id, "Den är kvar", school.person(school.anna)));
        REQUIRE(tags::change(*school.desk, two.id, {"skrivare"}, {}, school.person(school.sara)));
        const auto taken = school.desk->undo("båda", amir);
        CHECK(taken.undone == std::vector{two.id});
        CHECK(taken.too_late == std::vector{one.id});
        CHECK(school.timeline(one.id) == std::vector<std::string>{"opened", "state_changed", "replied", "reopened"});
        CHECK(school.timeline(two.id) == std::vector<std::string>{"opened", "tagged", "undone"});
    }
}

TEST_CASE("a move that is undone is no reason any more why a ticket is where it is", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren skriver bara vita papper");
    const auto amir = school.person(school.amir);
    const auto receipt = [&] { return school.database.read([&](db::Session& session) { return ticket_store::receipt(session, ticket.id); }); };
    const auto before = receipt();
    REQUIRE(school.desk->reroute(ticket.id, "VAKT", "Papper beställs där", amir, {}, {"ett"}));
    REQUIRE(receipt() != before);
    CHECK(school.desk->undo("ett", amir).undone.size() == 1);
    CHECK(school.ticket(ticket.id).role == ticket.role);
    CHECK(school.ticket(ticket.id).hops == 0);
    CHECK(receipt() == before);
}

TEST_CASE("the columns of a ticket's life agree with the table of states", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren skriver bara vita papper");
    const auto amir = school.person(school.amir);
    for (const auto state : {State::InProgress, State::WaitingRequester, State::WaitingOther, State::Resolved, State::New, State::Closed, State::Rejected}) {
        REQUIRE(school.desk->set_state(ticket.id, state, amir));
        const auto listed = school.database.read([&](db::Session& session) {
            return Queue{session, ticket.role, amir, school.clock.now()}.page(QueueView::All, {}, 10).rows;
        });
        INFO(name(state));
        CHECK(listed.size() == (is_open(state) ? 1 : 0));
        if (!listed.empty()) {
            CHECK((listed.front().sort_at != listed.front().due_at) == is_waiting(state));
        }
    }
}
