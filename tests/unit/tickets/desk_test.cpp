#include <catch2/catch.hpp>

#include <functional>
#include <thread>

#include "school.hpp"
#include "tickets/two_tickets.hpp"

using namespace ansvar;
using namespace ansvar::tickets;
using tests::School;
using Kinds = std::vector<std::string>;

namespace {

Refusal::Kind kind_of(const auto& result) { return result.error().kind; }

Message reply(const std::string& body) { return {.is_note = false, .body = body}; }
Message note(const std::string& body) { return {.is_note = true, .body = body}; }

}  // namespace

TEST_CASE("a ticket goes to the role the Blueprint names for its area, with the row that decided", "[tickets]") {
    School school;
    const auto [area, role] = GENERATE(table<std::string, std::string>({{"B017", "ITS"}, {"skrivare", "ITS"}, {"B041", "VAKT"}, {"B100", "ITP"}}));
    const auto ticket = school.file("Hjälp tack", area);
    CHECK(ticket.role.value == role);
    CHECK(ticket.reason == "chosen");
    CHECK(ticket.matrix_version == "1.4.0");
    CHECK(ticket.row_ref.has_value());
    CHECK(school.timeline(ticket.id) == Kinds{"opened"});
    CHECK(school.listener.kinds == Kinds{"opened"});
}

TEST_CASE("Resp chef is the requester's own manager, and triage for whoever has none", "[tickets]") {
    School school;
    const auto annas = school.file("Vem betalar den trasiga datorn?", "B010", school.anna);
    CHECK(annas.role.value == "Resp chef");
    CHECK(annas.assignee == school.karin);
    const auto jonas = school.file("Vem betalar den trasiga datorn?", "B010", school.jonas);
    CHECK(jonas.role.value == "TRIAGE");
    CHECK(!jonas.assignee);
}

TEST_CASE("a row held by a person without a role is that person's", "[tickets]") {
    School school;
    const auto ticket = school.file("Byt bild på infoskärmen", "B118");
    CHECK(ticket.assignee == school.anders);
    CHECK(may(school.person(school.anders), Action::Handle, ticket, {}));
}

TEST_CASE("a role that nobody holds gives its tickets to triage", "[tickets]") {
    School school;
    CHECK(school.file("Klasslista tack", "B034").role.value == "TRIAGE");  // nobody is SEK here
}

TEST_CASE("a faulty draft names every field and stores nothing", "[tickets]") {
    School school;
    Draft draft;
    draft.subject = std::string(201, 'x');
    draft.room = "A\x07";
    draft.copies = "inte en adress";
    const auto result = school.desk->open(draft, school.person(school.anna), IdempotencyKey::random());
    REQUIRE(!result);
    std::vector<std::string> fields;
    for (const auto& fault : result.error().fields) {
        fields.push_back(fault.pointer + " " + fault.code);
    }
    CHECK(fields == Kinds{"/body required", "/subject too-long", "/room bad-characters", "/copies not-an-address"});
    CHECK(school.listener.kinds.empty());
}

TEST_CASE("only agents file for somebody else, who then is the requester", "[tickets]") {
    School school;
    Draft draft;
    draft.body = "Anna ringde: skrivaren står";
    draft.requester = "Anna@skola.example";
    draft.channel = Channel::Phone;
    const auto by_jonas = school.desk->open(draft, school.person(school.jonas), IdempotencyKey::random());
    REQUIRE(!by_jonas);
    CHECK(by_jonas.error().fields.at(0).pointer == "/requester");
    const auto by_amir = school.desk->open(draft, school.person(school.amir), IdempotencyKey::random()).value().ticket;
    CHECK(by_amir.requester == school.anna);
    CHECK(by_amir.filed_by == school.amir);
    CHECK(by_amir.channel == Channel::Phone);
}

TEST_CASE("the same key makes one ticket, and another request with it is refused", "[tickets]") {
    School school;
    Draft draft;
    draft.body = "Skrivaren står";
    const auto anna = school.person(school.anna);
    const auto first = school.desk->open(draft, anna, {"key", "a"}).value();
    const auto again = school.desk->open(draft, anna, {"key", "a"}).value();
    CHECK(again.replayed);
    CHECK(again.ticket.id == first.ticket.id);
    CHECK(kind_of(school.desk->open(draft, anna, {"key", "b"})) == Refusal::Kind::KeyReused);
    CHECK(school.desk->open(draft, school.person(school.jonas), {"key", "a"}).value().ticket.id != first.ticket.id);
}

TEST_CASE("eight impatient clicks with one key make one ticket", "[tickets]") {
    School school;
    const auto anna = school.person(school.anna);
    std::vector<std::uint64_t> numbers(8);
    std::vector<std::thread> clicks;
    for (auto& number : numbers) {
        clicks.emplace_back([&] {
            Draft draft;
            draft.body = "Skrivaren står";
            number = school.desk->open(draft, anna, {"click", "form"}).value().ticket.id.value;
        });
    }
    for (auto& click : clicks) {
        click.join();
    }
    CHECK(numbers == std::vector<std::uint64_t>(8, numbers.front()));
}

TEST_CASE("an agent's first reply stops the first response clock, takes the ticket and counts working minutes", "[tickets]") {
    School school;
    const auto filed = school.file("Skrivaren står", "B017");
    school.clock.set(from_stockholm(2026, 11, 13, 9, 30));  // Friday; six hours of Thursday and an hour and a half of Friday later
    const auto written = school.desk->write(filed.id, reply("Jag kommer"), school.person(school.amir), IdempotencyKey::random()).value();
    CHECK(written.ticket.first_response_minutes == 6 * 60 + 90);
    CHECK(written.ticket.state == State::InProgress);
    CHECK(written.ticket.assignee == school.amir);
    CHECK(school.timeline(filed.id) == Kinds{"opened", "replied", "assigned", "state_changed"});
    school.clock.pass(std::chrono::minutes{60});
    const auto later = school.desk->write(filed.id, reply("Klart"), school.person(school.amir), IdempotencyKey::random()).value();
    CHECK(later.ticket.first_response_minutes == 6 * 60 + 90);
}

TEST_CASE("the requester's own words are no first response", "[tickets]") {
    School school;
    const auto filed = school.file("Skrivaren står", "B017");
    const auto written = school.desk->write(filed.id, reply("Det brinner också"), school.person(school.anna), IdempotencyKey::random()).value();
    CHECK(!written.ticket.first_response_at);
    CHECK(written.ticket.state == State::New);
}

TEST_CASE("an internal note changes nothing the requester can see", "[tickets]") {
    School school;
    const auto filed = school.file("Skrivaren står", "B017");
    const auto written = school.desk->write(filed.id, note("Ring leverantören"), school.person(school.amir), IdempotencyKey::random()).value();
    CHECK(!written.ticket.first_response_at);
    CHECK(written.ticket.state == State::New);
    const auto seen = school.database.read([&](db::Session& session) { return ticket_store::timeline(session, filed.id, false, school.clock.now()); });
    CHECK(seen.size() == 1);
    CHECK(kind_of(school.desk->write(filed.id, note("jag med"), school.person(school.anna), IdempotencyKey::random())) == Refusal::Kind::NotAllowed);
}

TEST_CASE("the clock stands still while a ticket waits, and its due time moves on", "[tickets]") {
    School school;
    const auto filed = school.file("Skrivaren står", "B017");
    const auto amir = school.person(school.amir);
    const auto waiting = school.desk->write(filed.id, {.body = "Vilket rum?", .then = State::WaitingRequester}, amir, IdempotencyKey::random()).value().ticket;
    CHECK(waiting.paused_at == school.clock.now());
    school.clock.pass(std::chrono::minutes{120});
    const auto asked = school.desk->write(filed.id, reply("Det är A12"), school.person(school.anna), IdempotencyKey::random()).value().ticket;
    CHECK(asked.state == State::InProgress);
    CHECK(asked.paused_minutes == 120);
    CHECK(asked.due_at == from_stockholm(2026, 11, 12, 14, 0));  // she waits for a word: two hours
    const auto answered = school.desk->write(filed.id, reply("Jag kommer"), amir, IdempotencyKey::random()).value().ticket;
    CHECK(answered.due_at == from_stockholm(2026, 11, 13, 12, 0));  // eight hours from Thursday 10:00 is Friday 10:00, and two more
    school.clock.pass(std::chrono::minutes{60});
    const auto solved = school.desk->set_state(filed.id, State::Resolved, amir).value();
    CHECK(solved.resolution_minutes == 60);
    CHECK(solved.first_response_at.has_value());
}

TEST_CASE("what counts as solved does not run against anybody when it turns out not to be", "[tickets]") {
    School school;
    const auto filed = school.file("Skrivaren står", "B017");
    const auto amir = school.person(school.amir);
    school.clock.pass(std::chrono::minutes{60});
    CHECK(school.desk->set_state(filed.id, State::Resolved, amir).value().resolution_minutes == 60);
    school.clock.pass(std::chrono::minutes{120});
    const auto back = school.desk->reopen(filed.id, "Problemet är kvar", school.person(school.anna)).value();
    CHECK(back.is_open());
    CHECK(!back.resolved_at);
    school.clock.pass(std::chrono::minutes{30});
    CHECK(school.desk->set_state(filed.id, State::Closed, amir).value().resolution_minutes == 90);
    CHECK(school.timeline(filed.id) == Kinds{"opened", "state_changed", "replied", "reopened", "state_changed"});
}

TEST_CASE("fel dörr moves a ticket with why, counts the hop and keeps the receipt", "[tickets]") {
    School school;
    const auto filed = school.file("Brandlarmet piper", "B017");
    const auto moved = school.desk->reroute(filed.id, "B041", "Det är ett larm", school.person(school.amir)).value();
    CHECK(moved.role.value == "VAKT");
    CHECK(moved.row_ref == "B041");
    CHECK(moved.reason == "corrected");
    CHECK(moved.hops == 1);
    CHECK(moved.confidential);  // alarms are confidential by default
    CHECK(school.desk->reroute(filed.id, "ITP", "nej", school.person(school.erik)).value().role.value == "ITP");
    CHECK(kind_of(school.desk->reroute(filed.id, "B999", "", school.person(school.rebecka))) == Refusal::Kind::Invalid);
    CHECK(kind_of(school.desk->reroute(filed.id, "ITS", "", school.person(school.amir))) == Refusal::Kind::NotFound);
}

TEST_CASE("whoever was slower is told instead of overwriting", "[tickets]") {
    School school;
    const auto filed = school.file("Skrivaren står", "B017");
    REQUIRE(school.desk->set_priority(filed.id, Priority::Urgent, school.person(school.amir), filed.version));
    CHECK(kind_of(school.desk->set_priority(filed.id, Priority::Low, school.person(school.sara), filed.version)) == Refusal::Kind::Changed);
    CHECK(school.ticket(filed.id).priority == Priority::Urgent);
}

TEST_CASE("two agents racing on one ticket never overwrite each other silently", "[tickets]") {
    School school;
    const auto filed = school.file("Skrivaren står", "B017");
    int won = 0, told = 0;
    for (int round = 0; round < 25; ++round) {
        const auto version = school.ticket(filed.id).version;
        std::atomic<int> wins = 0, losses = 0;
        const auto race = [&](PersonId who, Priority priority) {
            const auto result = school.desk->set_priority(filed.id, priority, school.person(who), version);
            ++(result ? wins : losses);
        };
        // Never what it is already (a printer's ticket begins as high): that would be no change, and nobody's loss.
        std::thread one{race, school.amir, round % 2 ? Priority::High : Priority::Low};
        std::thread two{race, school.sara, round % 2 ? Priority::Urgent : Priority::Normal};
        one.join();
        two.join();
        won += wins;
        told += losses;
    }
    CHECK(won == 25);
    CHECK(told == 25);
}

TEST_CASE("a ticket is handed to those who work in its queue and to nobody else", "[tickets]") {
    School school;
    const auto filed = school.file("Skrivaren står", "B017");
    CHECK(school.desk->assign(filed.id, school.sara, school.person(school.amir)).value().assignee == school.sara);
    CHECK(kind_of(school.desk->assign(filed.id, school.erik, school.person(school.amir))) == Refusal::Kind::Invalid);
    CHECK(!school.desk->assign(filed.id, std::nullopt, school.person(school.amir)).value().assignee);
}

TEST_CASE("a waiting form becomes one ticket of the one who confirmed it, however often", "[tickets]") {
    School school;
    Draft draft;
    draft.body = "Skrivaren står";
    std::uint64_t in_letter = 0;
    const auto pending = school.desk->keep_pending({draft}, MailAddress::parse("anna@skola.example").value(), [&](db::Transaction&, std::uint64_t id) { in_letter = id; }).value();
    CHECK(in_letter == pending);
    CHECK(!school.desk->confirm_pending(pending, school.person(school.jonas)));
    const auto ticket = school.desk->confirm_pending(pending, school.person(school.anna));
    REQUIRE(ticket);
    CHECK(school.desk->confirm_pending(pending, school.person(school.anna)) == ticket);
    CHECK(school.ticket(*ticket).requester == school.anna);
    CHECK(!school.desk->confirm_pending(pending + 1, school.person(school.anna)));
}

TEST_CASE("a requester may close the ticket, but not call it solved or refused", "[tickets]") {
    School school;
    const auto anna = school.person(school.anna);
    const auto filed = school.file("Skrivaren står", "B017");
    CHECK(kind_of(school.desk->set_state(filed.id, State::Resolved, anna)) == Refusal::Kind::NotAllowed);
    CHECK(kind_of(school.desk->set_state(filed.id, State::Rejected, anna)) == Refusal::Kind::NotAllowed);
    CHECK(kind_of(school.desk->set_state(filed.id, State::WaitingOther, anna)) == Refusal::Kind::NotAllowed);
    CHECK(school.desk->set_state(filed.id, State::Closed, anna).value().state == State::Closed);
}

TEST_CASE("whoever is copied in follows the ticket, and may read it", "[tickets]") {
    School school;
    Draft draft;
    draft.body = "Skrivaren står";
    draft.copies = "jonas@skola.example; JONAS@skola.example";
    const auto ticket = school.desk->open(draft, school.person(school.anna), IdempotencyKey::random()).value().ticket;
    const auto watchers = school.database.read([&](db::Session& session) { return ticket_store::list_watchers(session, ticket.id); });
    REQUIRE(watchers.size() == 1);
    CHECK(watchers.front().id == school.jonas);
    CHECK(school.database.read([&](db::Session& session) { return ticket_store::find(session, ticket.id, school.jonas, school.clock.now()).value().ties.is_watcher; }));
}

TEST_CASE("the receipt of a text that turns to another matter says which", "[tickets]") {
    School school;
    const auto second_of = [&](const std::string& body) {
        Draft draft;
        draft.body = body;
        const auto ticket = school.desk->open(draft, school.person(school.anna), IdempotencyKey::random()).value().ticket;
        return school.database.read([&](db::Session& session) { return ticket_store::timeline(session, ticket.id, false, school.clock.now()).front().event.data.at("receipt").at("second"); });
    };
    const std::string printer = "Skrivaren har papperstrassel, tonern är slut och kopiatorn häftar inte.";
    CHECK(second_of(printer + " Dessutom har brandlarmet larmat falskt igen, brandvarnaren i korridoren piper.") == "brandlarm");
    CHECK(second_of(printer).is_null());
}

TEST_CASE("a text in two parts becomes two tickets that know each other, once, however often it is sent", "[tickets]") {
    School school;
    const std::vector<Draft> parts{{.subject = "", .body = "Papper fastnar i skrivaren", .area = "B017"}, {.subject = "", .body = "Larmet tjuter", .area = "B041"}};
    const IdempotencyKey key{"en nyckel", "form"};
    const auto first = school.desk->open_all(parts, school.person(school.anna), key);
    REQUIRE(first);
    const auto again = school.desk->open_all(parts, school.person(school.anna), key);
    REQUIRE(again);
    CHECK(again->replayed);
    CHECK(again->ticket.id == first->ticket.id);
    const TicketId second{first->ticket.id.value + 1};
    CHECK(first->ticket.role.value == "ITS");
    CHECK(school.ticket(second).role.value == "VAKT");
    const auto split_of = [&](TicketId id) {
        return school.database.read([&](db::Session& session) { return ticket_store::timeline(session, id, false, school.clock.now()).front().event.data.at("split"); });
    };
    CHECK(split_of(first->ticket.id) == nlohmann::json::array({second.value}));
    CHECK(split_of(second) == nlohmann::json::array({first->ticket.id.value}));
    for (const auto more : {second.value + 1, second.value + 2}) {
        CHECK(!school.database.read([&](db::Session& session) { return ticket_store::find(session, TicketId{more}, school.anna, school.clock.now()); }));
    }
}

TEST_CASE("a fault in one part of two says which, and neither becomes a ticket", "[tickets]") {
    School school;
    const auto tried = [&](Draft second) {
        const auto opened = school.desk->open_all({{.subject = "", .body = "Papper fastnar i skrivaren", .area = "B017"}, std::move(second)}, school.person(school.anna), IdempotencyKey::random());
        REQUIRE(!opened);
        return opened.error().fields.at(0).pointer;
    };
    CHECK(tried({.subject = "", .body = " ", .area = {}}) == "/body2");
    CHECK(tried({.subject = std::string(201, 's'), .body = "Larmet tjuter", .area = {}}) == "/subject2");
    CHECK(tried({.subject = "", .body = "Larmet tjuter", .area = "B999"}) == "/area2");
    CHECK(school.listener.kinds.empty());
    CHECK(school.file("Nästa", "B017").id.value == 1001);  // no number was drawn
}

TEST_CASE("what is asked to be confidential is", "[tickets]") {
    School school;
    const auto opened = school.desk->open({.subject = "", .body = "Eleven har skyddad identitet", .area = "B017", .confidential = true}, school.person(school.anna), IdempotencyKey::random());
    REQUIRE(opened);
    CHECK(opened->ticket.confidential);
    CHECK(!may(school.person(school.vera), Action::View, opened->ticket, {}));
}

TEST_CASE("a text looked at beforehand is decided as when it is sent", "[tickets]") {
    School school;
    const Draft draft{.subject = "", .body = "Papperstrassel i skrivaren\nIgen", .area = {}};
    const auto seen = school.desk->preview(draft, std::nullopt);
    const auto opened = school.desk->open(draft, school.person(school.anna), IdempotencyKey::random());
    REQUIRE(opened);
    CHECK(opened->ticket.confidence == Approx(seen.confidence));
    CHECK(opened->ticket.row_ref == seen.row);
}

TEST_CASE("what was written before something is refused is not kept", "[tickets]") {
    School school;
    const auto ticket = school.file("Skrivaren skriver bara vita papper");
    const auto other = school.file("Projektorn blinkar");
    const auto amir = school.person(school.amir);
    const Refusal no{Refusal::Kind::NotAllowed};
    const auto follow = [&](Change& change) { ticket_store::insert_watcher(change.tx(), ticket.id, school.karin); };
    const auto by_a_change = [&] {
        return kind_of(school.desk->change(ticket.id, Action::Handle, amir, {}, [&](Change& change) {
            follow(change);
            return std::optional{no};
        }));
    };
    const auto by_a_change_of_two = [&] {
        return kind_of(change_two(*school.desk, {.id = ticket.id}, {.id = other.id}, amir, [](Refusal refusal) { return refusal; }, [&](Change& one, Change&) {
            follow(one);
            return std::optional{no};
        }));
    };
    const auto by_what_happens_once = [&] {
        return kind_of(school.desk->once(amir, IdempotencyKey{"ett", "form"}, [&](db::Transaction& tx) -> Result<Written, Refusal> {
            ticket_store::insert_watcher(tx, ticket.id, school.karin);
            return refuse(no);
        }));
    };
    const auto refused = std::vector<std::function<Refusal::Kind()>>{by_a_change, by_a_change_of_two, by_what_happens_once}[GENERATE(0U, 1U, 2U)];
    CHECK(refused() == no.kind);
    CHECK(school.database.read([&](db::Session& session) { return ticket_store::list_watchers(session, ticket.id); }).empty());
    CHECK(school.ticket(ticket.id).version == ticket.version);
}
