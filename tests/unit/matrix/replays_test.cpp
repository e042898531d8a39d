#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

#include "identity/audit_store.hpp"
#include "matrix/publication.hpp"
#include "matrix/replay_pieces.hpp"
#include "unit/matrix/trial_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using matrix::Behind;
using State = matrix::ReplayHead::State;
using Figure = matrix::Behind::Figure;
using Removal = matrix::replays::Removal;

namespace {

/// What people asked, some of it solved by another role than it came to.
void file_the_year(TrialSchool& school) {
    school.solve("Skrivaren p\u00e5 plan 2 drar snett");
    school.solve("Skrivaren i arbetsrummet skriver inte ut");
    school.solve("Skrivaren har slut p\u00e5 toner", "VAKT");
    school.solve("Jag har gl\u00f6mt mitt l\u00f6senord till datorn");
    school.solve("Min dator startar inte", "ITP");
    school.solve("Projektorn i A12 visar ingen bild");
    school.file("Skrivaren i sal 4 st\u00e5r stilla");
    school.file("Br\u00f6dkaka och moln");
    school.solve("Wifi fungerar inte i matsalen");
    school.file("Schemat visar fel lektion");
}

struct Counted {
    std::map<std::pair<std::string, std::string>, std::vector<std::uint64_t>> moves;
    std::map<std::string, std::pair<std::size_t, std::size_t>> loads;
    std::size_t known = 0, right_before = 0, right_after = 0;
};

/// Each ticket by itself, by what is written on it.
Counted count_one_by_one(TrialSchool& school, const matrix::Candidate& draft, const std::vector<std::uint64_t>& ids) {
    const routing::Router before{school.current.edition()->matrix(), school.current.edition()->router.lexicon()}, after{draft.matrix, draft.lexicon};
    Counted counted;
    for (const auto id : ids) {
        const auto ticket = school.ticket(TicketId{id});
        const auto texts = school.database.read([&](db::Session& session) {
            return session.row(db::Query{"test/body", "SELECT body FROM ticket_messages WHERE ticket_id = :id AND seq = 1"}, {{"id", id}})->text("body");
        });
        const routing::Request request{ticket.subject, texts, {}};
        const auto was = before.route(request).role, is = after.route(request).role;
        if (was != is) {
            counted.moves[{was, is}].push_back(id);
        }
        ++counted.loads[was].first;
        ++counted.loads[is].second;
        if (!ticket.is_open()) {
            ++counted.known;
            counted.right_before += ticket.role.value == was ? 1U : 0U;
            counted.right_after += ticket.role.value == is ? 1U : 0U;
        }
    }
    return counted;
}

std::vector<std::uint64_t> ids_of(const matrix::ReplayedPage& page) {
    std::vector<std::uint64_t> ids;
    for (const auto& one : page.tickets) {
        ids.push_back(one.ticket.id.value);
    }
    return ids;
}

std::vector<std::uint64_t> ids_of(const std::vector<routing::Outcome>& outcomes) {
    std::vector<std::uint64_t> ids;
    for (const auto& outcome : outcomes) {
        ids.push_back(outcome.ticket);
    }
    return ids;
}

struct Killed {};

}  // namespace

TEST_CASE("a replay says of every ticket what the two matrices decide, as counted one by one", "[matrix]") {
    TrialSchool school;
    file_the_year(school);
    const auto id = school.ask();
    CHECK(school.replay(id).state == State::Waiting);
    CHECK(school.runner({.piece = 3}).run_next());
    CHECK_FALSE(school.runner().run_next());

    const auto replay = school.replay(id);
    const auto outcomes = school.outcomes(id);
    CHECK(replay.state == State::Done);
    CHECK(replay.tickets == 10);
    CHECK(replay.done == 10);
    REQUIRE(outcomes.size() == 10);
    const auto counted = count_one_by_one(school, school.candidate(), ids_of(outcomes));
    CHECK(replay.result["tickets"] == 10);
    CHECK(replay.result["final_known"] == counted.known);
    CHECK(replay.result["right_before"] == counted.right_before);
    CHECK(replay.result["right_after"] == counted.right_after);
    REQUIRE(counted.moves.contains({"ITS", "VAKT"}));
    CHECK(replay.result["roles"].size() == counted.moves.size());
    for (const auto& [ends, tickets] : counted.moves) {
        CAPTURE(ends.first, ends.second);
        CHECK(ids_of(school.behind(id, {Figure::Role, ends.first, ends.second}, school.vera)) == tickets);
    }
    for (const auto& load : replay.result["loads"]) {
        const auto& expected = counted.loads.at(load["role"]);
        CAPTURE(load.dump());
        CHECK(load["before"] == expected.first);
        CHECK(load["after"] == expected.second);
        CHECK(school.behind(id, {Figure::After, load["role"], ""}, school.vera).count == expected.second);
    }
    CHECK(school.behind(id, {Figure::MadeRight, "", ""}, school.vera).count == replay.result["made_right"]);
    CHECK(school.behind(id, {Figure::MadeWrong, "", ""}, school.vera).count == replay.result["made_wrong"]);
    CHECK(school.behind(id, {Figure::Unchanged, "", ""}, school.vera).count == replay.result["unchanged"]);
}

TEST_CASE("a replay looks at the tickets of its period, role and unit alone", "[matrix]") {
    TrialSchool school;
    const auto first = school.solve("Skrivaren drar snett");
    school.clock.pass(std::chrono::hours{24 * 40});
    const auto second = school.solve("Skrivaren skriver inte ut");
    const auto third = school.solve("Skrivaren har slut p\u00e5 toner", "VAKT");
    school.database.execute_once(db::Query{"test/unit", "INSERT INTO units (id, name) VALUES (7, 'Norra')"}, {});
    school.database.execute_once(db::Query{"test/in_unit", "UPDATE tickets SET unit_id = 7 WHERE id = :id"}, {{"id", second.id}});
    const auto decided = [&](const matrix::PastQuestion& question) {
        const auto id = school.ask(question);
        school.runner().run_next();
        return ids_of(school.outcomes(id));
    };
    auto question = school.last_year();
    CHECK(decided(question) == std::vector{first.id.value, second.id.value, third.id.value});
    question.from = school.clock.now() - std::chrono::hours{24 * 3};
    CHECK(decided(question) == std::vector{second.id.value, third.id.value});
    question.role = RoleCode{"VAKT"};
    CHECK(decided(question) == std::vector{third.id.value});
    question = school.last_year();
    question.unit_ids = "7,8";
    CHECK(decided(question) == std::vector{second.id.value});
    question.until = question.from;
    CHECK(decided(question).empty());
}

TEST_CASE("an area that a person picked is picked in a replay too", "[matrix]") {
    TrialSchool school;
    const auto ticket = school.file("Det gnisslar i h\u00f6rnet", "skrivare");
    const auto id = school.ask();
    school.runner().run_next();
    CHECK(ids_of(school.behind(id, {Figure::Role, "ITS", "VAKT"}, school.vera)) == std::vector{ticket.id.value});
}

TEST_CASE("a replay whose runner is killed goes on where it was when the lease has run out, and says the same", "[matrix]") {
    TrialSchool school;
    file_the_year(school);
    const auto whole = school.ask();
    CHECK(school.runner().run_next());
    const auto id = school.ask();
    int pieces = 0;
    auto doomed = school.runner({.piece = 3, .progress = [&](const matrix::ReplayHead&) {
                                     if (++pieces == 2) {
                                         throw Killed{};
                                     }
                                 }});
    CHECK_THROWS_AS(doomed.run_next(), Killed);
    CHECK(school.replay(id).state == State::Running);
    CHECK(school.replay(id).done == 6);
    CHECK_FALSE(school.runner().run_next());

    school.clock.pass(std::chrono::minutes{2});
    CHECK(school.runner({.piece = 3}).run_next());
    CHECK(school.replay(id).state == State::Done);
    CHECK(school.replay(id).done == 10);
    CHECK(school.outcomes(id) == school.outcomes(whole));
    CHECK(school.replay(id).result == school.replay(whole).result);
}

TEST_CASE("a runner that was thought dead writes nothing more when another has taken its replay over", "[matrix]") {
    TrialSchool school;
    file_the_year(school);
    const auto id = school.ask();
    bool is_taken_over = false;
    auto slow = school.runner({.piece = 4, .progress = [&](const matrix::ReplayHead&) {
                                   if (!std::exchange(is_taken_over, true)) {
                                       school.clock.pass(std::chrono::minutes{2});
                                       CHECK(school.runner({.piece = 4}).run_next());
                                   }
                               }});
    CHECK(slow.run_next());
    CHECK(is_taken_over);
    CHECK(school.replay(id).state == State::Done);
    CHECK(school.replay(id).done == 10);
    CHECK(school.outcomes(id).size() == 10);
}

TEST_CASE("a replay can be stopped, before it begins and under way, and keeps what it has", "[matrix]") {
    TrialSchool school;
    file_the_year(school);
    const auto waiting = school.ask();
    CHECK(matrix::replays::stop(school.database, waiting, school.clock.now()));
    CHECK(school.replay(waiting).state == State::Stopped);
    CHECK_FALSE(matrix::replays::stop(school.database, waiting, school.clock.now()));
    CHECK_FALSE(school.runner().run_next());

    const auto id = school.ask();
    const auto listed = school.database.read([&](db::Session& session) { return matrix::replays::list(session, school.draft); });
    REQUIRE(listed.size() == 2);
    CHECK(listed[0].id == id);
    CHECK(listed[1].state == State::Stopped);
    auto runner = school.runner({.piece = 4, .progress = [&](const matrix::ReplayHead&) { matrix::replays::stop(school.database, id, school.clock.now()); }});
    CHECK(runner.run_next());
    const auto replay = school.replay(id);
    CHECK(replay.state == State::Stopped);
    CHECK(replay.done == 8);
    CHECK(replay.result["tickets"] == 8);
    CHECK(school.behind(id, {}, school.vera).count == 8);
}

TEST_CASE("a replay is removed when it is over, with all it has decided, and one under way must be stopped first", "[matrix]") {
    TrialSchool school;
    file_the_year(school);
    const auto id = school.ask();
    const auto remove = [&] { return matrix::replays::remove(school.database, id, {.kind = identity::Actor::Kind::Session, .person = school.vera}, school.clock.now()); };
    CHECK(remove() == Removal::UnderWay);
    REQUIRE(school.runner().run_next());
    REQUIRE_FALSE(school.outcomes(id).empty());
    CHECK(remove() == Removal::Done);
    CHECK(school.outcomes(id).empty());
    CHECK(remove() == Removal::NotThere);
    CHECK(matrix::replays::remove(school.database, matrix::ReplayId{4711}, identity::Actor::command(), school.clock.now()) == Removal::NotThere);
    const auto page = school.database.read([&](db::Session& session) {
        return identity::load_audit(session, {.object_kind = "matrix", .object_id = "draft/" + school.draft.text()}, {}, 10);
    });
    REQUIRE(page.lines.size() == 1);
    CHECK(page.lines[0].action == "matrix.replay_removed");
    CHECK(page.lines[0].actor == school.vera);
}

TEST_CASE("publishing rests on a replay that somebody has seen and that is still there", "[matrix]") {
    TrialSchool school;
    const auto marked = [&] {
        return school.database.read([&](db::Session& session) { return matrix::drafts::find(session, school.draft)->replayed_revision; });
    };
    const auto done = [&] {
        const auto id = school.ask();
        REQUIRE(school.runner().run_next());
        return id;
    };
    const auto see = [&](matrix::ReplayId id) { matrix::replays::mark_seen(school.database, id, school.clock.now()); };
    const auto remove = [&](matrix::ReplayId id) {
        REQUIRE(matrix::replays::remove(school.database, id, identity::Actor::command(), school.clock.now()) == Removal::Done);
    };
    const auto first = done(), second = done(), unseen = done(), waiting = school.ask();
    see(waiting);
    CHECK_FALSE(marked());  // there is nothing to see in it yet
    REQUIRE(matrix::replays::stop(school.database, waiting, school.clock.now()));
    see(first);
    see(second);
    REQUIRE(marked() == 0U);
    remove(first);
    CHECK(marked() == 0U);
    remove(unseen);
    CHECK(marked() == 0U);
    const auto left = done();  // nobody looks at it
    remove(second);
    CHECK_FALSE(marked());
    see(left);
    CHECK(marked() == 0U);
    remove(left);
    CHECK_FALSE(marked());
}

TEST_CASE("a replay of a draft that has been brought up to another version since says nothing of what it is now", "[matrix]") {
    TrialSchool school;
    const auto id = school.ask();
    REQUIRE(school.runner().run_next());
    auto files = shipped_files();
    files.matrix += "B999,HYGIEN,Infrastruktur och resurser,Quadrokopter,ITS,,,quadrokopter,lead,high,no,no\n";
    REQUIRE(matrix::import_files(school.database, files, {.version = "1.4.9", .dated = {}, .imported_by = {}}, school.clock.now()));
    REQUIRE(matrix::bring_up(school.database, school.draft, identity::Actor::command(), school.clock.now()));
    matrix::replays::mark_seen(school.database, id, school.clock.now());
    const auto head = school.database.read([&](db::Session& session) { return matrix::drafts::find(session, school.draft).value(); });
    CHECK_FALSE(head.replayed_revision);
    CHECK_FALSE(school.replay(id).is_of(head));
}

TEST_CASE("a service that stops puts its replay back, and another goes on with it at once", "[matrix]") {
    TrialSchool school;
    file_the_year(school);
    const auto id = school.ask();
    std::stop_source stop;
    auto runner = school.runner({.piece = 4, .progress = [&](const matrix::ReplayHead&) { stop.request_stop(); }});
    CHECK(runner.run_next(stop.get_token()));
    CHECK(school.replay(id).state == State::Waiting);
    CHECK(school.replay(id).done == 4);
    CHECK(school.runner().run_next());
    CHECK(school.replay(id).state == State::Done);
    CHECK(school.outcomes(id).size() == 10);
}

TEST_CASE("confidential tickets are in no replay, and nobody is shown a ticket that they may not read", "[matrix]") {
    TrialSchool school;
    const auto open = school.solve("Skrivaren drar snett", "", "skrivare");
    const auto sealed = school.solve("Skrivaren skriver ut min l\u00f6n");
    const auto kept = school.solve("Skrivaren har slut p\u00e5 toner", "VAKT");
    school.database.execute_once(db::Query{"test/seal", "UPDATE tickets SET confidential = 1 WHERE id = :id"}, {{"id", sealed.id}});
    const auto id = school.ask();
    school.runner().run_next();
    CHECK(ids_of(school.outcomes(id)) == std::vector{open.id.value, kept.id.value});

    const auto shown_to = [&](PersonId reader) { return school.behind(id, {}, reader); };
    CHECK(ids_of(shown_to(school.vera)) == std::vector{open.id.value, kept.id.value});
    CHECK(ids_of(shown_to(school.erik)) == std::vector{kept.id.value});
    CHECK(shown_to(school.erik).hidden == 1);
    CHECK(shown_to(school.erik).count == 2);
    CHECK(shown_to(school.jonas).tickets.empty());

    // One that has become confidential since is hidden from those who look after the school, not from its queue.
    school.database.execute_once(db::Query{"test/seal_later", "UPDATE tickets SET confidential = 1 WHERE id = :id"}, {{"id", kept.id}});
    CHECK(ids_of(shown_to(school.vera)) == std::vector{open.id.value});
    CHECK(shown_to(school.vera).hidden == 1);
    CHECK(ids_of(shown_to(school.erik)) == std::vector{kept.id.value});
}

TEST_CASE("the tickets behind a figure come in pages", "[matrix]") {
    TrialSchool school;
    file_the_year(school);
    const auto id = school.ask();
    school.runner().run_next();
    std::vector<std::uint64_t> all;
    std::optional<TicketId> after = TicketId{};
    while (after) {
        const auto page = school.behind(id, {}, school.vera, *after, 4);
        CHECK(page.count == 10);
        const auto ids = ids_of(page);
        all.insert(all.end(), ids.begin(), ids.end());
        after = page.next;
    }
    CHECK(all == ids_of(school.outcomes(id)));
}

TEST_CASE("packed outcomes are the outcomes again, and what is cut off is refused", "[matrix]") {
    const std::vector<routing::Outcome> outcomes{{.ticket = 0xFFFF'FFFF'FFULL, .before = {1, 2, 0}, .after = {300, 65535, 0}, .is_final_known = true, .was_right = true, .is_right = false},
                                                 {.ticket = 7, .before = {0, 0, 0}, .after = {0, 0, 0}, .is_final_known = true, .was_right = false, .is_right = true}};
    const auto packed = matrix::pack(outcomes);
    std::vector<routing::Outcome> again;
    matrix::unpack(packed, again);
    CHECK(again == outcomes);
    CHECK_THROWS_AS(matrix::unpack(packed.substr(1), again), std::runtime_error);
    CHECK_THROWS_AS(matrix::pack({{.ticket = 1, .before = {70000, 0, 0}, .after = {}}}), std::out_of_range);
}
