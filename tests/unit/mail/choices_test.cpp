// Which letters somebody wants is theirs to choose, but for those that nobody can do without.
#include <catch2/catch.hpp>

#include "core/secret.hpp"
#include "identity/principal.hpp"
#include "mail/choice_pages.hpp"
#include "mail/choices.hpp"
#include "mail/sending_day.hpp"
#include "school.hpp"
#include "web/errors.hpp"
#include "web/request.hpp"
#include "web/route_table.hpp"

using namespace ansvar;
using namespace ansvar::mail;
using namespace ansvar::mail::tests;
using tickets::EventKind;
using tickets::State;
using Letters = std::vector<std::string>;

namespace {

const std::string key = "a key for tests";

Happening reply() { return {EventKind::Replied, {{"by_requester", false}}, "Prova igen."}; }
Happening requester_reply() { return {EventKind::Replied, {{"by_requester", true}}, "Det hjälpte inte."}; }
Timestamp at(std::string_view text) { return from_rfc3339(text).value(); }

void choose(School& school, PersonId who, const LetterChoices& choices) {
    school.database.database().in_transaction([&](db::Transaction& tx) { keep(tx, who, choices, school.clock.now()); });
}

LetterChoices chosen(School& school, PersonId who) {
    return school.database.database().read([&](db::Session& session) { return choices_of(session, who); });
}

/// "kind who state due" of each letter, in alphabetical order; forgets them.
Letters take_timed(School& school) {
    Letters list;
    for (const auto& row : school.letters()) {
        list.push_back(row.kind + " " + row.email.substr(0, row.email.find('@')) + " " + row.state + " " + to_rfc3339(row.due_at));
    }
    school.take_letters();
    std::sort(list.begin(), list.end());
    return list;
}

/// The pages, for somebody who is signed in (0: nobody).
struct Pages {
    School& school;
    std::uint64_t person = 2;
    bool is_agent = true;
    bool is_manager = false;
    ansvar::tests::TestPages served = {};
    identity::RoleDirectory roles = {};
    web::RouteTable routes = {};

    explicit Pages(School& the_school) : school{the_school} {
        school.database.database().read([&](db::Session& session) { roles.refresh(session, school.clock.now()); });
        for (auto& route : choice_routes({.database = school.database.database(), .clock = school.clock, .pages = served.pages(), .roles = roles, .link_key = key})) {
            routes.add(std::move(route));
        }
    }

    web::Response ask(web::Method method, const std::string& target, const std::string& form = "") {
        web::Request request{{.method = method, .target = target, .headers = {{"content-type", "application/x-www-form-urlencoded"}}, .body = form}};
        const auto match = routes.find(method, request.path());
        REQUIRE(match);
        request.matched(match->route->path, match->route->access.via, match->values);
        if (person != 0) {
            auto who = std::make_shared<identity::Principal>();
            who->person.id = PersonId{person};
            who->person.is_manager = is_manager;
            if (is_agent) {
                who->person.roles = who->person.queues = {RoleCode{"ITS"}};
            }
            request.admitted(web::Admission::of<identity::Principal>(who, "test"));
        }
        return match->route->handler(request);
    }
    web::Response get(const std::string& target) { return ask(web::Method::Get, target); }
    web::Response post(const std::string& target, const std::string& form = "") { return ask(web::Method::Post, target, form); }
};

bool says(const web::Response& response, std::string_view words) { return response.body.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("who chooses none hears nothing of new tickets, and the colleague still does", "[mail][db]") {
    School school;
    choose(school, school.people.erik, {.new_tickets = Frequency::None});
    auto ticket = school.open();
    CHECK(school.take_letters() == Letters{"new_ticket maria", "receipt asa"});
    school.change(ticket, school.people.asa, {requester_reply()});
    CHECK(school.take_letters() == Letters{"requester_wrote maria"});
    ticket.assignee = school.people.erik;
    school.change(ticket, school.people.maria, {{EventKind::Assigned, {{"assignee", 2}}}});
    CHECK(school.take_letters() == Letters{"assigned erik"});
}

TEST_CASE("what one has in hand, mentions and what one follows are chosen each by itself", "[mail][db]") {
    School school;
    school.copies = {school.people.kim};
    auto ticket = school.open();
    school.take_letters();
    school.run("DELETE FROM role_holders WHERE person_id = 3");
    choose(school, school.people.kim, {.following = Frequency::None});
    school.change(ticket, school.people.erik, {reply()});
    CHECK(school.take_letters() == Letters{"reply asa"});

    choose(school, school.people.erik, {.in_hand = Frequency::None});
    ticket.assignee = school.people.erik;
    school.change(ticket, school.people.asa, {requester_reply()});
    CHECK(school.take_letters().empty());

    const Happening mention{EventKind::WatchersChanged, {{"added", 6}, {"name", "Kim"}, {"mention", true}}};
    school.change(ticket, school.people.erik, {mention});
    CHECK(school.take_letters() == Letters{"mention kim"});
    choose(school, school.people.kim, {.mentions = Frequency::None});
    school.change(ticket, school.people.erik, {mention});
    CHECK(school.take_letters().empty());
}

TEST_CASE("somebody who wants no letters of the queue still gets the one they follow the ticket for", "[mail][db]") {
    School school;
    school.copies = {school.people.maria};
    choose(school, school.people.maria, {.new_tickets = Frequency::None});
    school.open();
    CHECK(school.take_letters() == Letters{"copied maria", "new_ticket erik", "receipt asa"});
    choose(school, school.people.maria, {.new_tickets = Frequency::Digest});  // a letter at once goes before a place in a digest
    ++school.draft.id.value;
    school.open();
    CHECK(school.take_letters() == Letters{"copied maria", "new_ticket erik", "receipt asa"});
}

TEST_CASE("nobody can choose away receipts, answers to their own tickets and letters about confidentiality", "[mail][db]") {
    School school;
    const LetterChoices none{.new_tickets = Frequency::None, .in_hand = Frequency::None, .mentions = Frequency::None, .following = Frequency::None};
    for (const auto person : {school.people.asa, school.people.erik, school.people.maria, school.people.chef}) {
        choose(school, person, none);
    }
    auto ticket = school.open();
    CHECK(school.take_letters() == Letters{"receipt asa"});
    school.change(ticket, school.people.erik, {reply()});
    CHECK(school.take_letters() == Letters{"reply asa"});
    school.change(ticket, school.people.chef, {{EventKind::GlassBroken, {{"until", "2026-11-23T12:00:00Z"}, {"why", "x"}}}});
    CHECK(school.take_letters() == Letters{"glass_broken asa", "glass_broken erik", "glass_broken maria"});
    school.change(ticket, school.people.erik, {{EventKind::ConfidentialityChanged, {{"from", "named"}, {"to", "named"}, {"reader_added", 5}, {"name", "Karin"}}}});
    CHECK(school.take_letters() == Letters{"named_reader chef"});
}

TEST_CASE("what goes into a digest waits for its time on the next working day", "[mail][db]") {
    School school;
    choose(school, school.people.erik, {.new_tickets = Frequency::Digest});
    choose(school, school.people.maria, {.new_tickets = Frequency::None});
    school.open();  // Monday 12:00 in Stockholm
    CHECK(take_timed(school) == Letters{"new_ticket erik digest 2026-11-24T06:30:00Z", "receipt asa waiting 2026-11-23T11:00:00Z"});
    choose(school, school.people.erik, {.new_tickets = Frequency::Digest, .digest_at = 15h});
    ++school.draft.id.value;
    school.open();
    CHECK(take_timed(school) == Letters{"new_ticket erik digest 2026-11-23T14:00:00Z", "receipt asa waiting 2026-11-23T11:00:00Z"});
    school.clock.advance(4 * 24h + 5h);  // Friday 17:00
    ++school.draft.id.value;
    school.open();
    CHECK(take_timed(school) == Letters{"new_ticket erik digest 2026-11-30T14:00:00Z", "receipt asa waiting 2026-11-27T16:00:00Z"});
}

TEST_CASE("what is urgent waits for no digest and no quiet hours", "[mail][db]") {
    School school;
    school.draft.priority = tickets::Priority::Urgent;
    choose(school, school.people.erik, {.new_tickets = Frequency::Digest});
    choose(school, school.people.maria, {.quiet = QuietHours{11h, 14h}});
    school.open();
    CHECK(take_timed(school) == Letters{"new_ticket erik waiting 2026-11-23T11:00:00Z", "new_ticket maria waiting 2026-11-23T11:00:00Z",
                                        "receipt asa waiting 2026-11-23T11:00:00Z"});
}

TEST_CASE("letters wait until quiet hours end, receipts do not", "[mail][db]") {
    School school;
    choose(school, school.people.asa, {.quiet = QuietHours{11h, 14h}});
    choose(school, school.people.erik, {.quiet = QuietHours{17h, 7h}});
    choose(school, school.people.maria, {.new_tickets = Frequency::None});
    auto ticket = school.open();
    CHECK(take_timed(school) == Letters{"new_ticket erik waiting 2026-11-23T11:00:00Z", "receipt asa waiting 2026-11-23T11:00:00Z"});
    school.change(ticket, school.people.erik, {reply()});
    CHECK(take_timed(school) == Letters{"reply asa waiting 2026-11-23T13:00:00Z"});
    school.clock.advance(9h);  // 21:00
    school.change(ticket, school.people.asa, {requester_reply()});
    CHECK(take_timed(school) == Letters{"requester_wrote erik waiting 2026-11-24T06:00:00Z"});
    school.clock.advance(4h);  // 01:00
    school.change(ticket, school.people.asa, {requester_reply()});
    CHECK(take_timed(school) == Letters{"requester_wrote erik waiting 2026-11-24T06:00:00Z"});
}

TEST_CASE("days begin where the times of the clock on the wall are right, also when it is moved", "[mail]") {
    const schedule::Calendars plain;
    const auto saturday = sending_day(at("2026-10-24T20:00:00Z"), plain);  // 22:00; summer time ends in the night
    CHECK(saturday.date == "2026-10-24");
    CHECK(saturday.minute == 22 * 60);
    CHECK_FALSE(saturday.is_working_day);
    CHECK(saturday.tomorrow + 7h == at("2026-10-25T06:00:00Z"));
    CHECK(saturday.next_working_day + 7h == at("2026-10-26T06:00:00Z"));
    const auto friday = sending_day(at("2026-03-27T10:00:00Z"), plain);
    CHECK(friday.is_working_day);
    CHECK(friday.today + 7h == at("2026-03-27T06:00:00Z"));
    CHECK(friday.next_working_day + 7h == at("2026-03-30T05:00:00Z"));
}

TEST_CASE("a letter that waits for a working day waits for one on which the school is open", "[mail][db]") {
    School school;
    school.database.database().read([&](db::Session& session) { school.calendars.refresh(session); });
    const auto evening = sending_day(at("2026-12-23T19:00:00Z"), school.calendars);
    CHECK(evening.is_working_day);
    CHECK(evening.next_working_day + 7h == at("2026-12-28T06:00:00Z"));  // after Christmas and the weekend
    CHECK_FALSE(sending_day(at("2026-12-24T10:00:00Z"), school.calendars).is_working_day);
}

TEST_CASE("a letter that waits for a digest is taken back with its change", "[mail][db]") {
    School school;
    auto ticket = school.open();
    school.take_letters();
    school.run("INSERT INTO ticket_watchers (ticket_id, person_id) VALUES (1042, 6)");
    choose(school, school.people.kim, {.following = Frequency::Digest});
    school.change(ticket, school.people.erik, {reply()});
    REQUIRE(school.letters().size() == 3);
    CHECK(school.database.database().in_transaction([&](db::Transaction& tx) { return school.writer.undone(tx, ticket.id, 2, 2); }));
    CHECK(school.letters().empty());
}

TEST_CASE("everybody chooses on a page of their own, and is asked what concerns them", "[mail][db]") {
    School school;
    Pages pages{school};
    CHECK(says(pages.get("/account/letters"), "Nya ärenden i mina köer"));
    const std::string form = "new_tickets=digest&in_hand=none&mentions=none&following=digest&digest_at=06%3A45&quiet_from=18%3A00&quiet_to=06%3A30";
    CHECK(pages.post("/account/letters", form).status == 303);
    const LetterChoices meant{.new_tickets = Frequency::Digest, .in_hand = Frequency::None, .mentions = Frequency::None, .following = Frequency::Digest,
                              .digest_at = 6h + 45min, .quiet = QuietHours{18h, 6h + 30min}};
    CHECK(chosen(school, school.people.erik) == meant);
    CHECK(says(pages.get("/account/letters?saved=yes"), R"(value="06:45")"));

    pages.person = 1;
    pages.is_agent = false;
    CHECK_FALSE(says(pages.get("/account/letters"), "Nya ärenden i mina köer"));
    CHECK(pages.post("/account/letters", "new_tickets=none&following=none&digest_at=07%3A30&quiet_from=&quiet_to=").status == 303);
    CHECK(chosen(school, school.people.asa) == LetterChoices{.following = Frequency::None});
}

TEST_CASE("what is no time, and a digest within the quiet hours, come back with the reason", "[mail][db]") {
    School school;
    Pages pages{school};
    const auto answer = [&](const std::string& times) { return pages.post("/account/letters", "new_tickets=digest&" + times); };
    CHECK(says(answer("digest_at=&quiet_from=&quiet_to="), "Skriv ett klockslag"));
    CHECK(says(answer("digest_at=25%3A00&quiet_from=&quiet_to="), "Skriv ett klockslag"));
    CHECK(says(answer("digest_at=07%3A30&quiet_from=18%3A00&quiet_to="), "Skriv två olika klockslag"));
    CHECK(says(answer("digest_at=07%3A30&quiet_from=18%3A00&quiet_to=18%3A00"), "Skriv två olika klockslag"));
    const auto within = answer("digest_at=07%3A30&quiet_from=18%3A00&quiet_to=08%3A00");
    CHECK(within.status == 422);
    CHECK(says(within, "under dina tysta timmar"));
    CHECK(chosen(school, school.people.erik) == LetterChoices{});
}

TEST_CASE("the last one who hears of a queue's new tickets is told so", "[mail][db]") {
    School school;
    Pages pages{school};
    CHECK_FALSE(says(pages.get("/account/letters"), "IT-support"));
    choose(school, school.people.maria, {.new_tickets = Frequency::None});
    CHECK(says(pages.get("/account/letters"), "Du är den enda som får brev om nya ärenden i IT-support."));
    choose(school, school.people.erik, {.new_tickets = Frequency::None});
    CHECK(says(pages.get("/account/letters"), "Nu får ingen brev om nya ärenden i IT-support."));
}

TEST_CASE("the link in a letter stops that kind of letter when the button is pressed, not when it is opened", "[mail][db]") {
    School school;
    Pages pages{school};
    pages.person = 0;
    const auto path = "/letters/stop/" + stop_token(key, school.people.kim, Stop::Following);
    CHECK(says(pages.get(path), "Sluta skicka"));
    CHECK(chosen(school, school.people.kim) == LetterChoices{});
    const auto done = pages.post(path + "/confirmation");
    CHECK(says(done, "Du får inga fler brev om ärenden du följer."));
    CHECK(says(done, "/account/letters"));
    CHECK(chosen(school, school.people.kim) == LetterChoices{.following = Frequency::None});
}

TEST_CASE("a mail program stops digests with one click, and what does not come in them stays", "[mail][db]") {
    School school;
    Pages pages{school};
    pages.person = 0;
    choose(school, school.people.erik, {.new_tickets = Frequency::Digest, .in_hand = Frequency::Each, .following = Frequency::Digest});
    CHECK(pages.post("/letters/stop/" + stop_token(key, school.people.erik, Stop::Digest), "List-Unsubscribe=One-Click").status == 204);
    CHECK(chosen(school, school.people.erik) == LetterChoices{.new_tickets = Frequency::None, .following = Frequency::None});
}

TEST_CASE("managers alone are asked about the Monday letter, keep since when they want it, and stop it with one click", "[mail][db]") {
    School school;
    Pages pages{school};
    const std::string form = "digest_at=07%3A30&quiet_from=&quiet_to=&monday=";
    CHECK_FALSE(says(pages.get("/account/letters"), "Måndagsbrevet"));
    CHECK(pages.post("/account/letters", form + "yes").status == 303);
    CHECK_FALSE(chosen(school, school.people.erik).monday_since);
    pages.is_manager = true;
    CHECK(says(pages.get("/account/letters"), "Måndagsbrevet"));
    const auto since = school.clock.now();
    CHECK(pages.post("/account/letters", form + "yes").status == 303);
    school.clock.advance(24h);
    CHECK(pages.post("/account/letters", form + "yes").status == 303);
    CHECK(chosen(school, school.people.erik).monday_since == since);
    pages.person = 0;
    const auto path = "/letters/stop/" + stop_token(key, school.people.erik, Stop::Monday);
    CHECK(says(pages.get(path), "Sluta få måndagsbrevet"));
    CHECK(pages.post(path, "List-Unsubscribe=One-Click").status == 204);
    CHECK_FALSE(chosen(school, school.people.erik).monday_since);
}

TEST_CASE("a link that this school did not sign stops nothing", "[mail][db]") {
    School school;
    Pages pages{school};
    const auto good = stop_token(key, school.people.kim, Stop::Following);
    for (const auto& token : {stop_token("another key", school.people.kim, Stop::Following), "1" + good, good + "x", std::string{"6.following"}, std::string{"x"},
                              "6.digest" + good.substr(good.rfind('.'))}) {
        CAPTURE(token);
        CHECK_THROWS_AS(pages.post("/letters/stop/" + token), web::NotFound);
    }
    CHECK(chosen(school, school.people.kim) == LetterChoices{});
}
