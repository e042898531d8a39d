#include <catch2/catch.hpp>

#include "mail/choices.hpp"
#include "mail/digests.hpp"
#include "mail/letter_view.hpp"
#include "mail/monday.hpp"
#include "school.hpp"
#include "support/snapshot.hpp"

#include <gmime/gmime.h>

#include <algorithm>
#include <set>

using namespace ansvar;
using namespace ansvar::mail;
using namespace ansvar::mail::tests;
using tickets::EventKind;
using tickets::State;

namespace {

const std::string link = "https://ansvar.skola.example/sign-in/not-a-real-token";

Composer composer(const School& school) {
    return Composer{school.settings, pages().templates(), pages().texts(), [](const Letter&) { return link; }};
}

/// The letters that are due, as they would go out.
std::vector<Parcel> compose_due(School& school) {
    std::vector<Parcel> parcels;
    for (const auto& letter : school.outbox.claim(school.clock.now(), 20)) {
        parcels.push_back(composer(school).compose(school.database.database(), letter));
    }
    return parcels;
}

struct Unpacked {
    std::string head;
    std::string subject;
    std::string text;
    std::string html;
};

/// As another mail program sees it; headers that are drawn at random are made alike.
Unpacked unpack(const std::string& message) {
    auto* stream = g_mime_stream_mem_new_with_buffer(message.data(), message.size());
    auto* parser = g_mime_parser_new_with_stream(stream);
    auto* parsed = g_mime_parser_construct_message(parser, nullptr);
    auto* body = GMIME_MULTIPART(g_mime_message_get_mime_part(parsed));
    const auto part = [&](int index) {
        char* text = g_mime_text_part_get_text(GMIME_TEXT_PART(g_mime_multipart_get_part(body, index)));
        std::string copy{text};
        g_free(text);
        return copy;
    };
    Unpacked unpacked{message.substr(0, message.find("\r\n\r\n")), g_mime_message_get_subject(parsed), part(0), part(1)};
    g_object_unref(parsed);
    g_object_unref(parser);
    g_object_unref(stream);
    return unpacked;
}

/// A header's value as a mail program reads it, unfolded.
std::string header(const std::string& message, const std::string& name) {
    const auto begin = message.find("\r\n" + name + ":");
    std::string value;
    for (auto at = begin == std::string::npos ? message.size() : begin + name.size() + 3; at < message.size(); ++at) {
        const bool is_line_end = message[at] == '\r';
        if (is_line_end && message[at + 2] != ' ' && message[at + 2] != '\t') {
            break;
        }
        at += is_line_end ? 1U : 0U;
        value += is_line_end || message[at] == '\t' ? ' ' : message[at];
    }
    return value.substr(std::min(value.size(), value.find_first_not_of(' ')));
}

const Parcel& to(const std::vector<Parcel>& parcels, const std::string& who) {
    const auto found = std::find_if(parcels.begin(), parcels.end(), [&](const Parcel& each) { return each.recipient.local_part() == who; });
    REQUIRE(found != parcels.end());
    return *found;
}

void approve(const std::string& file, const Parcel& parcel) {
    const auto letter = unpack(parcel.message);
    ansvar::tests::approve("mail/" + file + ".txt", "Subject: " + letter.subject + "\n\n" + letter.text);
    ansvar::tests::approve("mail/" + file + ".html", letter.html);
}

Happening moved_to(State state) { return {EventKind::StateChanged, {{"from", "in_progress"}, {"to", tickets::name(state)}}}; }

/// A change of an open ticket that gives the one letter we want to see.
struct Scene {
    std::string letter;  ///< the snapshot's name
    LetterKind kind;
    std::function<void(School&, tickets::Ticket&)> happen;
};

const std::vector<Scene>& scenes() {
    static const std::vector<Scene> all{
        {"receipt", LetterKind::Receipt, [](School&, tickets::Ticket&) {}},
        {"new_ticket", LetterKind::NewTicket, [](School&, tickets::Ticket&) {}},
        {"copied", LetterKind::Copied, [](School&, tickets::Ticket&) {}},
        {"reply", LetterKind::Reply,
         [](School& school, tickets::Ticket& ticket) {
             school.change(ticket, school.people.erik, {{EventKind::Replied, {}, "Hej Åsa!\n\nDu kan prova <igen> & säga till.\n\nErik"}});
         }},
        {"reply_and_resolved", LetterKind::Reply,
         [](School& school, tickets::Ticket& ticket) {
             school.change(ticket, school.people.erik, {{EventKind::Replied, {}, "Nu är det nytt papper i."}, moved_to(State::Resolved)});
         }},
        {"requester_wrote", LetterKind::RequesterWrote,
         [](School& school, tickets::Ticket& ticket) {
             school.change(ticket, school.people.asa, {{EventKind::Replied, {{"by_requester", true}}, "Den blinkar fortfarande."}});
         }},
        {"handed_over", LetterKind::HandedOver,
         [](School& school, tickets::Ticket& ticket) {
             ticket.role = RoleCode{"VAKT"};
             school.change(ticket, school.people.erik, {{EventKind::Rerouted, {{"to", "VAKT"}, {"why", "det är eluttaget"}}}});
         }},
        {"new_ticket_from_another_door", LetterKind::NewTicket,
         [](School& school, tickets::Ticket& ticket) {
             school.take_letters();
             ticket.role = RoleCode{"VAKT"};
             school.change(ticket, school.people.erik, {{EventKind::Rerouted, {{"to", "VAKT"}, {"why", "det är eluttaget"}}}});
         }},
        {"new_ticket_by_exception", LetterKind::NewTicket,
         [](School& school, tickets::Ticket& ticket) {
             school.take_letters();
             ticket.role = RoleCode{"VAKT"};
             const nlohmann::json receipt{{"matrix_version", "1.4.0"}, {"exception", {{"id", 7}, {"unit", 2}, {"unit_name", "Skola B"}, {"role", "VAKT"}}}};
             school.change(ticket, school.people.erik, {{EventKind::Rerouted, {{"to", "VAKT"}, {"why", ""}, {"receipt", receipt}}}});
         }},
        {"moved_with_matrix", LetterKind::Digest,
         [](School& school, tickets::Ticket& ticket) {
             school.draft.id = TicketId{1043};
             school.draft.subject = "Toner till kopiatorn på plan 2";
             auto second = school.open("Det är slut.");
             school.take_letters();
             for (auto* each : {&ticket, &second}) {
                 each->role = RoleCode{"VAKT"};
                 school.change(*each, {}, {{EventKind::Rerouted, {{"from", "ITS"}, {"to", "VAKT"}, {"why", ""}, {"matrix", "1.5.0"}}}});
             }
             school.run("DELETE FROM letters WHERE recipient_email <> 'sven@skola.example'");
             school.clock.advance(5min);
             write_digests(school.database.database(), school.clock.now());
         }},
        {"closed", LetterKind::Closed,
         [](School& school, tickets::Ticket& ticket) { school.change(ticket, school.people.erik, {moved_to(State::Resolved)}); }},
        {"rejected", LetterKind::Closed,
         [](School& school, tickets::Ticket& ticket) { school.change(ticket, school.people.erik, {moved_to(State::Rejected)}); }},
        {"question", LetterKind::Question,
         [](School& school, tickets::Ticket& ticket) { school.change(ticket, school.people.erik, {moved_to(State::WaitingRequester)}); }},
        {"reopened", LetterKind::Reopened,
         [](School& school, tickets::Ticket& ticket) {
             school.change(ticket, school.people.asa,
                           {{EventKind::Replied, {{"by_requester", true}}, "Samma fel igen."}, {EventKind::Reopened, {{"from", "resolved"}}}});
         }},
        {"assigned", LetterKind::Assigned,
         [](School& school, tickets::Ticket& ticket) {
             ticket.assignee = school.people.maria;
             school.change(ticket, school.people.erik, {{EventKind::Assigned, {{"assignee", 3}}}});
         }},
        {"confidential", LetterKind::Reply,
         [](School& school, tickets::Ticket& ticket) {
             ticket.confidential = true;
             school.change(ticket, school.people.erik, {{EventKind::Replied, {}, "Om eleven."}});
         }},
        {"named_reader", LetterKind::NamedReader,
         [](School& school, tickets::Ticket& ticket) {
             ticket.confidential = ticket.named_only = true;
             school.change(ticket, school.people.erik,
                           {{EventKind::ConfidentialityChanged,
                             {{"from", "named"}, {"to", "named"}, {"why", "Om eleven."}, {"reader_added", 5}, {"name", "Karin"}}}});
         }},
        {"glass_broken", LetterKind::GlassBroken,
         [](School& school, tickets::Ticket& ticket) {  // lowered before the letter goes out: it says no more for that
             school.change(ticket, school.people.chef, {{EventKind::GlassBroken, {{"until", "2026-11-23T12:00:00Z"}, {"why", "Om eleven."}}}});
         }},
        {"mention", LetterKind::Mention,
         [](School& school, tickets::Ticket& ticket) {
             school.change(ticket, school.people.erik,
                           {{EventKind::Noted, {}, "Bara för oss. @Karin", true}, {EventKind::WatchersChanged, {{"added", 5}, {"name", "Karin"}, {"mention", true}}}});
         }},
        {"due_soon", LetterKind::DueSoon,
         [](School& school, tickets::Ticket& ticket) {
             school.change(ticket, {}, {{EventKind::Escalated, {{"clock", "first_response"}, {"percent", 75}, {"whom", {"holder"}}, {"told", nlohmann::json::array()}}}});
         }},
        {"overdue", LetterKind::Overdue,
         [](School& school, tickets::Ticket& ticket) {
             school.change(ticket, {}, {{EventKind::Escalated, {{"clock", "resolution"}, {"percent", 150}, {"whom", {"holder"}}, {"told", nlohmann::json::array()}}}});
         }},
        {"outside", LetterKind::Outside,
         [](School& school, tickets::Ticket& ticket) {
             school.change(ticket, school.people.erik,
                           {{EventKind::WroteOutside, {{"to", "support@firma.example"}, {"reference", "F-123"}}, "Kan ni byta **valsen**?\n\nErik", true}});
         }},
        {"shared_answer", LetterKind::Reply,
         [](School& school, tickets::Ticket& ticket) {
             school.change(ticket, {}, {{EventKind::OutsideAnswered, {{"from", "support@firma.example"}}, "Montören kommer **fredag**.", true}});
             const auto answer = ticket.last_seq;
             school.run("UPDATE ticket_messages SET is_note = 0 WHERE seq = " + std::to_string(answer));
             school.change(ticket, school.people.erik, {{EventKind::OutsideAnswered, {{"shared", answer}, {"from", "support@firma.example"}}}});
         }},
        {"reply_to_watcher", LetterKind::Reply,
         [](School& school, tickets::Ticket& ticket) {
             school.change(ticket, school.people.erik, {{EventKind::Replied, {}, "Vi väntar på nytt papper."}});
             school.run("DELETE FROM letters WHERE recipient_email <> 'kim@skola.example'");
         }},
        {"replies_in_one", LetterKind::Reply,
         [](School& school, tickets::Ticket& ticket) {
             school.change(ticket, school.people.erik, {{EventKind::Replied, {}, "Vi väntar på nytt papper."}});
             school.change(ticket, school.people.maria, {{EventKind::Replied, {}, "Nu är det här."}});
             school.change(ticket, school.people.erik, {moved_to(State::Resolved)});
         }},
        {"reminder", LetterKind::Reminder,
         [](School& school, tickets::Ticket& ticket) { school.change(ticket, {}, {{EventKind::Reminded, {{"closes", "2026-11-30T15:00:00Z"}}}}); }},
        {"closed_unanswered", LetterKind::Closed,
         [](School& school, tickets::Ticket& ticket) {
             auto closed = moved_to(State::Closed);
             closed.data["unanswered"] = true;
             school.change(ticket, {}, {std::move(closed)});
         }},
        {"digest", LetterKind::Digest,
         [](School& school, tickets::Ticket&) {
             school.database.database().in_transaction([&](db::Transaction& tx) {
                 keep(tx, school.people.erik, {.new_tickets = Frequency::Digest, .following = Frequency::Digest}, school.clock.now());
             });
             school.draft.id = TicketId{1043};
             school.draft.subject = "Läsplattorna i 4B laddar inte & <blinkar>";
             auto second = school.open("Fem av dem.");
             school.change(second, school.people.asa, {{EventKind::Replied, {{"by_requester", true}}, "Nu är det sex."}});
             school.draft.id = TicketId{1044};
             school.draft.confidential = true;
             school.open("Om eleven.");
             school.clock.advance(24h);
             write_digests(school.database.database(), school.clock.now());
         }},
        {"monday", LetterKind::Monday,
         [](School& school, tickets::Ticket&) {
             school.run("UPDATE people SET is_manager = 1 WHERE id = 5");
             school.database.database().in_transaction(
                 [&](db::Transaction& tx) { keep(tx, school.people.chef, {.monday_since = school.clock.now() - 100h}, school.clock.now()); });
             const auto due = monday::due_at(school.clock.now()).value();
             const auto readers = school.database.database().read([&](db::Session& session) { return monday::readers(session, due, 10); });
             REQUIRE(readers.size() == 1);
             const nlohmann::json line{{"label", "Nya"}, {"figure", "34"}, {"note", "veckan före 28 & fler"}, {"path", "/overview/tickets?at=new&from=2026-11-16"}};
             const nlohmann::json plain{{"label", "Fel dörr"}, {"figure", "0 av 34"}, {"note", ""}, {"path", ""}};
             REQUIRE(monday::write(school.database.database(), readers.front(), due,
                                   {{"week", "47"},
                                    {"path", "/overview?from=2026-11-16&to=2026-11-22"},
                                    {"basis", "Räknat i dag."},
                                    {"parts", {{{"title", "Förra veckan"}, {"lines", {line, plain}}}, {{"title", "Just nu"}, {"lines", {line}}}}}},
                                   "skola.example", school.clock.now()));
         }},
        {"sign_in", LetterKind::SignIn,
         [](School& school, tickets::Ticket&) {
             school.database.database().in_transaction([&](db::Transaction& tx) {
                 school.sign_in.sign_in(tx, *MailAddress::parse("asa@skola.example"), web::Language::Sv, school.clock.now());
             });
         }},
        {"confirm_ticket", LetterKind::ConfirmTicket,
         [](School& school, tickets::Ticket&) {
             school.database.database().in_transaction([&](db::Transaction& tx) {
                 school.sign_in.confirm(tx, *MailAddress::parse("ny@skola.example"), web::Language::Sv, 7, school.clock.now());
             });
         }},
    };
    return all;
}

}  // namespace

TEST_CASE("each letter reads as approved, in both languages", "[mail][db][snapshot]") {
    for (const auto language : {"sv", "en"}) {
        for (const auto& scene : scenes()) {
            CAPTURE(scene.letter, language);
            School school;
            school.run(std::string{"UPDATE people SET language = '"} + language + "'");
            school.copies = {school.people.kim};
            auto ticket = school.open();
            scene.happen(school, ticket);
            school.run(std::string{"UPDATE letters SET language = '"} + language + "'");
            auto letters = school.outbox.claim(school.clock.now(), 20);
            const auto wanted = std::find_if(letters.begin(), letters.end(), [&](const Letter& each) { return each.kind == scene.kind; });
            REQUIRE(wanted != letters.end());
            approve(scene.letter + "." + language, composer(school).compose(school.database.database(), *wanted));
        }
    }
}

TEST_CASE("a letter's headers are as approved", "[mail][db][snapshot]") {
    School school;
    auto ticket = school.open();
    school.run("UPDATE letters SET message_id = CONCAT('<t1042.m1.random', recipient_id, '@skola.example>')");
    const auto parcels = compose_due(school);
    ansvar::tests::approve("mail/receipt.head", unpack(to(parcels, "asa").message).head);
    school.change(ticket, school.people.erik, {{EventKind::Replied, {}, "Prova igen."}});
    school.run("UPDATE letters SET message_id = CONCAT('<t1042.m2.random', recipient_id, '@skola.example>') WHERE kind = 'reply'");
    ansvar::tests::approve("mail/reply.head", unpack(to(compose_due(school), "asa").message).head);
}

TEST_CASE("a confidential ticket's letters hold its number and the link, nothing else", "[mail][db]") {
    School school;
    school.copies = {school.people.kim};
    school.draft.confidential = true;
    school.draft.subject = "HEMLIGT";
    school.draft.area = "HEMLIGT";
    school.draft.room = "HEMLIGT";
    school.draft.phone = "HEMLIGT";
    auto ticket = school.open("HEMLIGT");
    school.change(ticket, school.people.erik, {{EventKind::Replied, {}, "HEMLIGT"}, moved_to(State::Resolved)});
    ticket.role = RoleCode{"VAKT"};
    school.change(ticket, school.people.erik, {{EventKind::Rerouted, {{"to", "VAKT"}, {"why", "HEMLIGT"}}}});
    const auto parcels = compose_due(school);
    CHECK(parcels.size() == 10);
    for (const auto& parcel : parcels) {
        const auto letter = unpack(parcel.message);
        CHECK(letter.subject == (parcel.recipient.local_part() == "maria" ? "[#1042] Ticket" : "[#1042] Ärende"));
        for (const std::string word : {"HEMLIGT", "Åsa", "Erik", "IT-support", "Vaktm", "caretaker", "VAKT", "ITS", "Skriv", "List-Id", "löst"}) {
            CAPTURE(word, letter.head, letter.text);
            CHECK((letter.head + letter.subject + letter.text + letter.html).find(word) == std::string::npos);
        }
        CHECK(letter.text.find("https://ansvar.skola.example/tickets/1042") != std::string::npos);
    }
}

TEST_CASE("whatever happens to a confidential ticket, no letter of any kind says more than its number", "[mail][db]") {
    School school;
    school.copies = {school.people.kim};
    school.draft.confidential = true;
    for (auto* field : {&school.draft.subject, &school.draft.room, &school.draft.phone}) {
        *field = "HEMLIGT";
    }
    school.draft.area = "HEMLIGT";
    auto ticket = school.open("HEMLIGT");
    std::set<std::string> kinds;
    const auto look = [&] {
        for (const auto& each : school.letters()) {
            kinds.insert(each.kind);
        }
        for (const auto& parcel : compose_due(school)) {
            const auto letter = unpack(parcel.message);
            CAPTURE(name(parcel.kind), letter.head, letter.text);
            for (const std::string word : {"HEMLIGT", "Åsa", "Erik", "IT-support", "VAKT", "List-Id", "Karin"}) {
                CHECK((letter.head + letter.subject + letter.text + letter.html).find(word) == std::string::npos);
            }
            CHECK(letter.text.find("https://ansvar.skola.example/tickets/1042") != std::string::npos);
        }
    };
    look();
    const auto erik = school.people.erik, asa = school.people.asa, chef = school.people.chef;
    ticket.assignee = school.people.maria;
    const std::vector<std::pair<std::optional<PersonId>, std::vector<Happening>>> changes{
        {erik, {{EventKind::Assigned, {{"assignee", 3}, {"name", "HEMLIGT"}}}}},
        {erik, {{EventKind::Replied, {}, "HEMLIGT"}}},
        {asa, {{EventKind::Replied, {{"by_requester", true}}, "HEMLIGT"}}},
        {erik, {{EventKind::Rerouted, {{"to", "VAKT"}, {"why", "HEMLIGT"}}}}},
        {erik, {moved_to(State::WaitingRequester)}},
        {erik, {moved_to(State::Resolved)}},
        {asa, {{EventKind::Reopened, {{"from", "resolved"}}}}},
        {erik, {{EventKind::ConfidentialityChanged, {{"from", "named"}, {"to", "named"}, {"why", "HEMLIGT"}, {"reader_added", 5}, {"name", "HEMLIGT"}}}}},
        {chef, {{EventKind::GlassBroken, {{"until", "2026-11-23T12:00:00Z"}, {"why", "HEMLIGT"}}}}},
        {erik, {{EventKind::Noted, {}, "HEMLIGT @Karin", true}, {EventKind::WatchersChanged, {{"added", 5}, {"name", "HEMLIGT"}, {"mention", true}}}}},
        {erik, {{EventKind::Merged, {{"into", 7}}}}},
        {{}, {{EventKind::Escalated, {{"clock", "resolution"}, {"percent", 75}, {"whom", {"holder"}}, {"told", {5}}}}}},
        {{}, {{EventKind::Escalated, {{"clock", "resolution"}, {"percent", 150}, {"whom", {"holder"}}, {"told", {5}}}}}},
        {{}, {{EventKind::Reminded, {{"closes", "2026-11-30T15:00:00Z"}}}}},
        {erik, {{EventKind::Opened, {{"split_from", 7}}}, {EventKind::Carried, {{"from", 7}, {"seq", 1}}, "HEMLIGT"}}},
    };
    for (const auto& [author, happenings] : changes) {
        school.change(ticket, author, happenings);
        look();
    }
    for (const auto kind : all_letter_kinds) {
        // Nothing about such a ticket is written to somebody outside; a digest is looked at below; some letters are of no ticket.
        const bool is_possible = kind != LetterKind::Outside && kind != LetterKind::Digest && kind != LetterKind::Monday && kind != LetterKind::WebhookPaused;
        if (is_possible && kind != LetterKind::SignIn && kind != LetterKind::ConfirmTicket) {
            INFO(name(kind) << " was not looked at");
            CHECK(kinds.contains(std::string{name(kind)}));
        }
    }
}

TEST_CASE("a digest says of a confidential ticket its number alone, also when it has become so since", "[mail][db]") {
    School school;
    school.draft.subject = school.draft.room = "HEMLIGT";
    school.database.database().in_transaction(
        [&](db::Transaction& tx) { keep(tx, school.people.erik, {.new_tickets = Frequency::Digest}, school.clock.now()); });
    school.open("HEMLIGT");
    school.run("UPDATE tickets SET confidential = 1");
    school.run("DELETE FROM letters WHERE state = 'waiting'");
    school.clock.advance(24h);
    REQUIRE(write_digests(school.database.database(), school.clock.now()) == 1);
    const auto parcels = compose_due(school);
    REQUIRE(parcels.size() == 1);
    const auto letter = unpack(parcels[0].message);
    for (const std::string word : {"HEMLIGT", "Åsa", "IT-support", "VAKT", "List-Id", "Nytt ärende"}) {
        CAPTURE(word, letter.text);
        CHECK((letter.head + letter.subject + letter.text + letter.html).find(word) == std::string::npos);
    }
    CHECK(letter.text.find("https://ansvar.skola.example/tickets/1042") != std::string::npos);
}

TEST_CASE("letters one can do without say in their head where they are stopped, others do not", "[mail][db]") {
    School school;
    school.copies = {school.people.kim};
    auto ticket = school.open();
    school.take_letters();
    school.change(ticket, school.people.erik, {{EventKind::Replied, {}, "Prova igen."}});
    const auto parcels = compose_due(school);
    const auto url = "https://ansvar.skola.example/letters/stop/" + stop_token("a key for tests", school.people.kim, Stop::Following);
    const auto to_kim = to(parcels, "kim").message;
    CHECK(header(to_kim, "List-Unsubscribe") == "<" + url + ">");
    CHECK(header(to_kim, "List-Unsubscribe-Post") == "List-Unsubscribe=One-Click");
    CHECK(unpack(to_kim).text.find(url) != std::string::npos);
    CHECK(to(parcels, "asa").message.find("List-Unsubscribe") == std::string::npos);
}

TEST_CASE("notes never stand in letters", "[mail][db]") {
    School school;
    auto ticket = school.open();
    school.take_letters();
    school.change(ticket, school.people.erik, {{EventKind::Noted, {}, "INTERNT", true}, {EventKind::Replied, {}, "Hej"}, moved_to(State::Resolved)});
    for (const auto& parcel : compose_due(school)) {
        CHECK(unpack(parcel.message).text.find("INTERNT") == std::string::npos);
    }
}

TEST_CASE("what people write cannot become markup, a header or another letter", "[mail][db]") {
    School school;
    school.draft.subject = "<script>alert(1)</script>\"'{{school}}";
    school.run("UPDATE people SET name = 'Eva \\\"<b>\\r\\nBcc: evil@example.com' WHERE id = 1");
    school.open("<img src=x onerror=alert(1)>\n.\nMAIL FROM:<evil@example.com>\n{{school}} {0} {name}");
    for (const auto& parcel : compose_due(school)) {
        const auto letter = unpack(parcel.message);
        CHECK(letter.html.find("<script>") == std::string::npos);
        CHECK(letter.html.find("<img") == std::string::npos);
        CHECK(letter.html.find("<b>") == std::string::npos);
        CHECK(letter.head.find("\nBcc") == std::string::npos);
        CHECK(letter.subject == "[#1042] <script>alert(1)</script>\"'{{school}}");
        CHECK(letter.text.find("{{school}} {0} {name}") != std::string::npos);
    }
}

TEST_CASE("a very long message is cut, and says so", "[mail][db]") {
    School school;
    school.open(std::string(100'000, 'x'));
    const auto parcels = compose_due(school);
    const auto letter = unpack(to(parcels, "asa").message);
    CHECK(letter.text.size() < 25'000);
    CHECK(letter.text.find("Resten står på ärendets sida.") != std::string::npos);
}

TEST_CASE("letters of one ticket to one reader stand in one thread under one subject", "[mail][db]") {
    School school;
    auto ticket = school.open();
    std::vector<std::string> ids{"<t1042@skola.example>"};
    for (int i = 0; i < 5; ++i) {
        const auto parcels = compose_due(school);
        const auto letter = unpack(to(parcels, "asa").message);
        CHECK(letter.subject == "[#1042] Skrivaren på plan 2 skriver inte ut");
        CHECK(letter.head.find("References: <t1042@skola.example>") != std::string::npos);
        CHECK(letter.head.find("In-Reply-To: " + ids.back()) != std::string::npos);
        const auto id = letter.head.find("Message-Id: ");
        ids.push_back(letter.head.substr(id + 12, letter.head.find("\r\n", id) - id - 12));
        school.change(ticket, school.people.erik, {{EventKind::Replied, {}, "Svar"}});
    }
}

TEST_CASE("a letter whose address or ticket is none can never be sent", "[mail][db]") {
    School school;
    school.open();
    auto letter = school.outbox.claim(school.clock.now(), 20).at(0);
    SECTION("an address with a line break") { letter.recipient_email = "asa@skola.example\r\nRCPT TO:<evil@example.com>"; }
    SECTION("an address with upper case, which we never store") { letter.recipient_email = "Asa@skola.example"; }
    SECTION("a ticket that is gone") { letter.ticket = TicketId{99}; }
    CHECK_THROWS_AS(composer(school).compose(school.database.database(), letter), Unsendable);
}

TEST_CASE("a receipt answers the mail that made the ticket, and a strange Message-ID of it costs no letter", "[mail][db]") {
    School school;
    school.run("DELETE FROM incoming_mails");
    school.open();
    school.run("INSERT INTO incoming_mails (id, hash, bytes, received_at, state, due_at, message_id, from_email) "
               "VALUES (7, REPEAT('0', 64), 1, '2026-11-23 10:59:00', 'done', '2026-11-23', '<1@[10.0.0.5]>', 'asa@skola.example')");
    school.run("UPDATE ticket_events SET data = '{\"mail\": 7}' WHERE ticket_id = 1042 AND seq = 1");
    const auto head = [&] { return unpack(to(compose_due(school), "asa").message).head; };
    SECTION("strange") { CHECK(head().find("In-Reply-To: <t1042@skola.example>") != std::string::npos); }
    SECTION("as usual") {
        school.run("UPDATE incoming_mails SET message_id = '<a1@klient.example>'");
        CHECK(head().find("In-Reply-To: <a1@klient.example>") != std::string::npos);
    }
    school.run("DELETE FROM incoming_mails");
}
