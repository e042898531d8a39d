#include <catch2/catch.hpp>

#include "school.hpp"

#include <set>

using namespace ansvar;
using namespace ansvar::mail;
using namespace ansvar::mail::tests;
using tickets::EventKind;
using tickets::State;
using Letters = std::vector<std::string>;

namespace {

Happening moved_to(State state) { return {EventKind::StateChanged, {{"from", "in_progress"}, {"to", tickets::name(state)}}}; }
Happening reply(const std::string& body = "Prova igen.") { return {EventKind::Replied, {{"by_requester", false}}, body}; }
/// A ticket with a number of its own.
tickets::Ticket open_another(School& school) {
    ++school.draft.id.value;
    return school.open();
}
Happening requester_reply() { return {EventKind::Replied, {{"by_requester", true}}, "Det hjälpte inte."}; }

}  // namespace

TEST_CASE("an opened ticket is told to the requester and to everybody who holds the role today", "[mail][db]") {
    School school;
    school.open();
    CHECK(school.take_letters() == Letters{"new_ticket erik", "new_ticket maria", "receipt asa"});
    CHECK(school.wakes == 1);
}

TEST_CASE("a ticket in triage is told to the holders of the roles that share it", "[mail][db]") {
    School school;
    school.draft.role = RoleCode{"TRIAGE"};
    school.open();
    CHECK(school.take_letters() == Letters{"new_ticket erik", "new_ticket maria", "new_ticket sven", "receipt asa"});
}

TEST_CASE("the substitute hears in place of a holder who is away, whoever else there is", "[mail][db]") {
    School school;
    const auto away = [&](const std::string& values) {
        school.run("INSERT INTO absences (person_id, first_day, last_day, substitute_id, created_at) VALUES " + values);
        school.refresh_staff();
    };
    away("(2, '2026-11-20', '2026-11-23', 6, '2026-11-01')");
    open_another(school);
    CHECK(school.take_letters() == Letters{"new_ticket kim", "new_ticket maria", "receipt asa"});

    school.draft.role = RoleCode{"TRIAGE"};
    open_another(school);
    CHECK(school.take_letters() == Letters{"new_ticket kim", "new_ticket maria", "new_ticket sven", "receipt asa"});

    away("(6, '2026-11-23', '2026-11-30', 3, '2026-11-01')");  // the substitute is away, too: a holder hears once
    school.draft.role = RoleCode{"ITS"};
    open_another(school);
    CHECK(school.take_letters() == Letters{"new_ticket maria", "receipt asa"});

    away("(3, '2026-11-23', '2026-11-23', NULL, '2026-11-01')");  // nobody is left: they find it when they are back
    open_another(school);
    CHECK(school.take_letters() == Letters{"new_ticket erik", "new_ticket maria", "receipt asa"});
}

TEST_CASE("a requester who stands in for the holder gets the receipt alone", "[mail][db]") {
    School school;
    school.run("INSERT INTO absences (person_id, first_day, last_day, substitute_id, created_at) VALUES (4, '2026-11-20', '2026-11-23', 1, '2026-11-01')");
    school.refresh_staff();
    school.draft.role = RoleCode{"VAKT"};
    open_another(school);
    CHECK(school.take_letters() == Letters{"new_ticket vaktmastare", "receipt asa"});
}

TEST_CASE("a unit's own holders hear of its people's tickets, and the others of everybody else's", "[mail][db]") {
    School school;
    school.run("INSERT INTO units (id, name) VALUES (1, 'Björkens skola')");
    school.run("INSERT INTO units (id, name, parent_id) VALUES (2, 'Arbetslag 4–6', 1)");
    school.run("INSERT INTO role_holders (role_code, person_id, unit_id) VALUES ('ITS', 6, 1)");
    school.refresh_staff();
    open_another(school);
    CHECK(school.take_letters() == Letters{"new_ticket erik", "new_ticket maria", "receipt asa"});
    school.run("UPDATE people SET unit_id = 2 WHERE id = 1");
    auto ticket = open_another(school);
    CHECK(school.take_letters() == Letters{"new_ticket kim", "receipt asa"});
    school.change(ticket, school.people.asa, {requester_reply()});
    CHECK(school.take_letters() == Letters{"requester_wrote kim"});
}

TEST_CASE("a role's mailbox hears of new tickets beside the holders", "[mail][db]") {
    School school;
    school.draft.role = RoleCode{"VAKT"};
    school.open();
    CHECK(school.take_letters() == Letters{"new_ticket sven", "new_ticket vaktmastare", "receipt asa"});
}

TEST_CASE("a ticket for the requester's manager is told to that person alone", "[mail][db]") {
    School school;
    school.draft.role = RoleCode{"Resp chef"};
    school.draft.assignee = school.people.chef;
    school.open();
    CHECK(school.take_letters() == Letters{"new_ticket chef", "receipt asa"});
}

TEST_CASE("who is copied in is told, and one who is several things gets one letter", "[mail][db]") {
    School school;
    school.copies = {school.people.kim, school.people.erik, school.people.asa};
    school.open();
    CHECK(school.take_letters() == Letters{"copied kim", "new_ticket erik", "new_ticket maria", "receipt asa"});
}

TEST_CASE("an agent who files for somebody gets no letter; the other gets the receipt", "[mail][db]") {
    School school;
    school.draft.filed_by = school.people.erik;
    school.open();
    CHECK(school.take_letters() == Letters{"new_ticket maria", "receipt asa"});
}

TEST_CASE("an agent's own ticket gives one receipt", "[mail][db]") {
    School school;
    school.draft.requester = school.draft.filed_by = school.people.erik;
    school.open();
    CHECK(school.take_letters() == Letters{"new_ticket maria", "receipt erik"});
}

TEST_CASE("who hears of what happens to a ticket", "[mail][db]") {
    School school;
    school.copies = {school.people.kim};
    auto ticket = school.open();
    ticket.assignee = school.people.erik;
    school.take_letters();
    const auto& people = school.people;

    SECTION("the assignee's reply") {
        school.change(ticket, people.erik, {reply()});
        CHECK(school.take_letters() == Letters{"reply asa", "reply kim"});
    }
    SECTION("another agent's reply") {
        school.change(ticket, people.maria, {reply()});
        CHECK(school.take_letters() == Letters{"reply asa", "reply kim", "requester_wrote erik"});
    }
    SECTION("a watcher's reply") {
        school.change(ticket, people.kim, {reply()});
        CHECK(school.take_letters() == Letters{"reply asa", "requester_wrote erik"});
    }
    SECTION("a first reply, which makes its author the assignee and begins the work") {
        school.change(ticket, people.erik, {reply(), {EventKind::Assigned, {{"assignee", 2}}}, moved_to(State::InProgress)});
        CHECK(school.take_letters() == Letters{"reply asa", "reply kim"});
    }
    SECTION("a reply that resolves is one letter") {
        ticket.state = State::Resolved;
        school.change(ticket, people.erik, {reply(), moved_to(State::Resolved)});
        CHECK(school.take_letters() == Letters{"reply asa", "reply kim"});
    }
    SECTION("a reply that asks is one letter") {
        ticket.state = State::WaitingRequester;
        school.change(ticket, people.erik, {moved_to(State::WaitingRequester), reply()});
        CHECK(school.take_letters() == Letters{"reply asa", "reply kim"});
    }
    SECTION("the requester's reply, with an assignee") {
        school.change(ticket, people.asa, {requester_reply()});
        CHECK(school.take_letters() == Letters{"requester_wrote erik"});
    }
    SECTION("the requester's reply, with nobody assigned") {
        ticket.assignee.reset();
        school.change(ticket, people.asa, {requester_reply()});
        CHECK(school.take_letters() == Letters{"requester_wrote erik", "requester_wrote maria"});
    }
    SECTION("a note") {
        school.change(ticket, people.maria, {{EventKind::Noted, {}, "Hemligt", true}});
        CHECK(school.take_letters().empty());
    }
    SECTION("another priority") {
        school.change(ticket, people.maria, {{EventKind::PriorityChanged, {{"from", "normal"}, {"to", "high"}}}});
        CHECK(school.take_letters().empty());
    }
    SECTION("merged into another one, and apart again") {
        school.change(ticket, people.maria, {{EventKind::Merged, {{"into", 7}}}});
        CHECK(school.take_letters() == Letters{"merged asa"});
        school.change(ticket, people.maria, {{EventKind::Unmerged, {{"into", 7}}}});
        CHECK(school.take_letters() == Letters{"merged asa"});
    }
    SECTION("another one merged into it") {
        school.change(ticket, people.maria, {{EventKind::Merged, {{"from", 7}}}});
        CHECK(school.take_letters().empty());
    }
    SECTION("tags, links, time, a checklist, snooze") {
        school.change(ticket, people.maria, {{EventKind::Tagged, {}}, {EventKind::Linked, {}}, {EventKind::TimeSpent, {}}, {EventKind::ChecklistChanged, {}},
                                             {EventKind::Snoozed, {{"until", nullptr}}}, {EventKind::WatchersChanged, {{"added", 7}}}, {EventKind::Split, {{"to", 7}}}});
        CHECK(school.take_letters().empty());
    }
    SECTION("another door") {
        ticket.role = RoleCode{"VAKT"};
        ticket.assignee.reset();
        school.change(ticket, people.erik,
                      {{EventKind::Rerouted, {{"from", "ITS"}, {"to", "VAKT"}, {"why", "Det är lampan."}}}, moved_to(State::New)});
        CHECK(school.take_letters() == Letters{"handed_over asa", "new_ticket sven", "new_ticket vaktmastare"});
    }
    SECTION("another door, to a person") {
        ticket.role = RoleCode{"Resp chef"};
        ticket.assignee = people.chef;
        school.change(ticket, people.erik, {{EventKind::Rerouted, {{"from", "ITS"}, {"to", "Resp chef"}, {"why", ""}}}});
        CHECK(school.take_letters() == Letters{"handed_over asa", "new_ticket chef"});
    }
    SECTION("resolved, closed or rejected without a word") {
        const auto state = GENERATE(State::Resolved, State::Closed, State::Rejected);
        ticket.state = state;
        school.change(ticket, people.erik, {moved_to(state)});
        CHECK(school.take_letters() == Letters{"closed asa"});
    }
    SECTION("closed by the requester") {
        school.change(ticket, people.asa, {moved_to(State::Closed)});
        CHECK(school.take_letters().empty());
    }
    SECTION("a question without a word") {
        school.change(ticket, people.erik, {moved_to(State::WaitingRequester)});
        CHECK(school.take_letters() == Letters{"question asa"});
    }
    SECTION("waiting for somebody else, or going on") {
        school.change(ticket, people.erik, {moved_to(GENERATE(State::WaitingOther, State::InProgress))});
        CHECK(school.take_letters().empty());
    }
    SECTION("the problem is still there") {
        school.change(ticket, people.asa, {requester_reply(), {EventKind::Reopened, {{"from", "resolved"}}}});
        CHECK(school.take_letters() == Letters{"reopened erik"});
    }
    SECTION("the problem is still there and nobody has it") {
        ticket.assignee.reset();
        school.change(ticket, people.asa, {{EventKind::Reopened, {{"from", "resolved"}}}});
        CHECK(school.take_letters() == Letters{"reopened erik", "reopened maria"});
    }
    SECTION("given to somebody") {
        ticket.assignee = people.maria;
        school.change(ticket, people.erik, {{EventKind::Assigned, {{"assignee", 3}, {"name", "Maria Berg"}}}});
        CHECK(school.take_letters() == Letters{"assigned maria"});
    }
    SECTION("taken") {
        school.change(ticket, people.erik, {{EventKind::Assigned, {{"assignee", 2}, {"name", "Erik Ek"}}}});
        CHECK(school.take_letters().empty());
    }
    SECTION("let go") {
        ticket.assignee.reset();
        school.change(ticket, people.erik, {{EventKind::Assigned, {{"assignee", nullptr}, {"name", ""}}}});
        CHECK(school.take_letters().empty());
    }
    SECTION("what the system itself does is told to all") {
        ticket.state = State::Closed;
        school.change(ticket, std::nullopt, {moved_to(State::Closed)});
        CHECK(school.take_letters() == Letters{"closed asa"});
    }
}

TEST_CASE("rows are in the reader's language, with a Message-ID of their own", "[mail][db]") {
    School school;
    school.open();
    std::set<std::string> ids;
    for (const auto& row : school.letters()) {
        ids.insert(row.message_id);
        CHECK(row.language == (row.email == "maria@skola.example" ? "en" : "sv"));
        CHECK(row.message_id.substr(0, 10) == "<t1042.m1.");
        CHECK(row.message_id.substr(row.message_id.find('@')) == "@skola.example>");
        CHECK(row.due_at == school.clock.now());
        CHECK(row.state == "waiting");
    }
    CHECK(ids.size() == 3);
}

TEST_CASE("a change that is told twice makes no second letters", "[mail][db]") {
    School school;
    const auto ticket = school.open();
    const auto before = school.letters();
    const tickets::Event same{.ticket = ticket.id, .seq = 1, .kind = EventKind::Opened, .actor = ticket.requester, .at = school.clock.now()};
    school.database.database().in_transaction([&](db::Transaction& tx) { school.writer.happened(tx, ticket, {&same, 1}, same.at); });
    CHECK(school.letters() == before);
}

TEST_CASE("a mailbox that is also a person's address gets one letter", "[mail][db]") {
    School school;
    school.run("UPDATE roles SET email = 'sven@skola.example' WHERE code = 'VAKT'");
    school.draft.role = RoleCode{"VAKT"};
    school.open();
    CHECK(school.take_letters() == Letters{"new_ticket sven", "receipt asa"});
}

TEST_CASE("a change that is rolled back leaves no letters", "[mail][db]") {
    School school;
    auto ticket = school.open();
    school.take_letters();
    const tickets::Event event{.ticket = ticket.id, .seq = 2, .kind = EventKind::Replied, .actor = school.people.erik, .at = school.clock.now()};
    CHECK_THROWS(school.database.database().in_transaction([&](db::Transaction& tx) {
        school.writer.happened(tx, ticket, {&event, 1}, event.at);
        throw std::runtime_error("something else went wrong");
    }));
    CHECK(school.letters().empty());
}

TEST_CASE("a change costs one statement, whoever hears of it, and none when nobody does", "[mail][db]") {
    School school;
    auto ticket = school.open();
    const auto count = [&](EventKind kind, nlohmann::json data) {
        static std::int64_t seq = 10;
        const tickets::Event event{
            .ticket = ticket.id, .seq = ++seq, .kind = kind, .actor = school.people.erik, .at = school.clock.now(), .data = std::move(data)};
        return school.database.database().in_transaction([&](db::Transaction& tx) {
            school.writer.happened(tx, ticket, {&event, 1}, event.at);
            const auto before = school.database.database().stats().round_trips;
            const tickets::Event next{
                .ticket = ticket.id, .seq = ++seq, .kind = kind, .actor = school.people.erik, .at = event.at, .data = event.data};
            school.writer.happened(tx, ticket, {&next, 1}, next.at);
            return school.database.database().stats().round_trips - before;
        });
    };
    CHECK(count(EventKind::Replied, {{"by_requester", false}}) == 1);
    CHECK(count(EventKind::Noted, {}) == 0);
}

TEST_CASE("what the requester writes reaches who stands in for an assignee who is away", "[mail][db]") {
    School school;
    school.draft.assignee = school.people.erik;
    auto ticket = open_another(school);
    school.take_letters();
    school.run("INSERT INTO absences (person_id, first_day, last_day, substitute_id, created_at) VALUES (2, '2026-11-20', '2026-11-23', 6, '2026-11-01')");
    school.refresh_staff();
    school.change(ticket, school.people.asa, {requester_reply()});
    CHECK(school.take_letters() == Letters{"requester_wrote erik", "requester_wrote kim"});
    ticket.role = RoleCode{"VAKT"};  // where Kim does not work meanwhile
    school.change(ticket, school.people.asa, {requester_reply()});
    CHECK(school.take_letters() == Letters{"requester_wrote erik"});
    ticket.role = RoleCode{"ITS"};
    ticket.confidential = ticket.named_only = true;
    school.change(ticket, school.people.asa, {requester_reply()});
    CHECK(school.take_letters() == Letters{"requester_wrote erik"});
}

TEST_CASE("of a ticket for named readers only these and the requester hear", "[mail][db]") {
    School school;
    school.copies = {school.people.kim};
    auto ticket = open_another(school);
    school.take_letters();
    ticket.confidential = ticket.named_only = true;
    school.run("INSERT INTO ticket_readers (ticket_id, person_id, added_at) VALUES (" + ticket.id.text() + ", 4, '2026-11-01')");
    school.change(ticket, school.people.asa, {requester_reply()});
    CHECK(school.take_letters() == Letters{"requester_wrote sven"});
    school.change(ticket, school.people.sven, {reply()});
    CHECK(school.take_letters() == Letters{"reply asa"});
    school.change(ticket, school.people.sven,
                  {{EventKind::ConfidentialityChanged, {{"from", "named"}, {"to", "named"}, {"reader_added", 5}, {"name", "Karin"}}}});
    CHECK(school.take_letters() == Letters{"named_reader chef"});
    ticket.role = RoleCode{"VAKT"};
    school.change(ticket, school.people.sven, {{EventKind::Rerouted, {{"to", "VAKT"}}}});
    CHECK(school.take_letters() == Letters{"handed_over asa"});  // its new door hears nothing, not even the mailbox
}

TEST_CASE("those concerned hear that an administrator has broken the glass", "[mail][db]") {
    School school;
    school.copies = {school.people.kim};
    school.draft.confidential = true;
    auto ticket = open_another(school);
    school.take_letters();
    const Happening broken{EventKind::GlassBroken, {{"until", "2026-11-23T12:00:00Z"}, {"why", "Hemligt skäl"}}};
    school.change(ticket, school.people.chef, {broken});
    CHECK(school.take_letters() == Letters{"glass_broken asa", "glass_broken erik", "glass_broken maria"});
    ticket.assignee = school.people.maria;
    school.change(ticket, school.people.chef, {broken});
    CHECK(school.take_letters() == Letters{"glass_broken asa", "glass_broken maria"});
}

TEST_CASE("who is mentioned in a note hears of it once, and the requester does not", "[mail][db]") {
    School school;
    school.copies = {school.people.kim};
    auto ticket = school.open();
    school.take_letters();
    const auto mention = [](std::uint64_t id) { return Happening{EventKind::WatchersChanged, {{"added", id}, {"name", "Någon"}, {"mention", true}}}; };
    school.change(ticket, school.people.erik, {{EventKind::Noted, {}, "Bara för oss.", true}, mention(6), mention(4), mention(2)});
    CHECK(school.take_letters() == Letters{"mention kim", "mention sven"});
    school.change(ticket, school.people.erik, {{EventKind::WatchersChanged, {{"added", 4}, {"name", "Sven"}}}});
    CHECK(school.take_letters().empty());
}

TEST_CASE("what is written to somebody outside goes to that address alone, and its text is in no other letter", "[mail][db]") {
    School school;
    school.copies = {school.people.kim};
    auto ticket = school.open();
    school.take_letters();
    school.change(ticket, school.people.erik,
                  {{EventKind::WroteOutside, {{"to", "support@firma.example"}, {"reference", ""}}, "Kan ni byta valsen?", true}, moved_to(State::WaitingOther)});
    CHECK(school.take_letters() == Letters{"outside support"});
}

TEST_CASE("an answer from outside that is shown to the requester is a reply to them and to those copied in", "[mail][db]") {
    School school;
    school.copies = {school.people.kim};
    auto ticket = school.open();
    school.take_letters();
    school.change(ticket, {}, {{EventKind::OutsideAnswered, {{"from", "support@firma.example"}}, "Montoren kommer.", true}});
    school.take_letters();
    school.change(ticket, school.people.erik, {{EventKind::OutsideAnswered, {{"shared", ticket.last_seq}, {"from", "support@firma.example"}}}});
    CHECK(school.take_letters() == Letters{"reply asa", "reply kim"});
    school.change(ticket, school.people.asa, {{EventKind::OutsideAnswered, {{"shared", ticket.last_seq}, {"from", "support@firma.example"}}}});
    CHECK(school.take_letters().empty());
}

TEST_CASE("what takes long is told to whoever handles it and to those whom the step names, and of several steps the worst", "[mail][db]") {
    School school;
    const auto step = [](const std::string& clock, int percent, std::vector<std::string> whom, std::vector<int> told) {
        return Happening{EventKind::Escalated, {{"clock", clock}, {"percent", percent}, {"whom", std::move(whom)}, {"told", std::move(told)}}};
    };
    auto ticket = open_another(school);
    school.take_letters();
    school.change(ticket, {}, {step("resolution", 75, {"holder"}, {})});
    CHECK(school.take_letters() == Letters{"due_soon erik", "due_soon maria"});
    school.change(ticket, {}, {step("resolution", 150, {"role_head"}, {5})});
    CHECK(school.take_letters() == Letters{"overdue chef"});
    ticket.assignee = school.people.maria;
    school.change(ticket, {}, {step("first_response", 75, {"holder", "managers"}, {5}), step("resolution", 100, {"holder"}, {})});
    CHECK(school.take_letters() == Letters{"overdue chef", "overdue maria"});
    ticket.confidential = ticket.named_only = true;
    school.change(ticket, {}, {step("resolution", 200, {"holder"}, {})});
    CHECK(school.take_letters() == Letters{"overdue maria"});
}
