#include <catch2/catch.hpp>

#include <algorithm>

#include "matrix/proposals.hpp"
#include "unit/matrix/trial_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using matrix::Proposal;

namespace {

/// Moved by Vera to the area, whatever it came to.
void correct(TrialSchool& school, const std::string& body, const std::string& target) {
    const auto ticket = school.file(body);
    const auto moved = school.desk->reroute(ticket.id, target, "Fel d\u00f6rr", school.person(school.vera), {});
    REQUIRE(moved);
}

bool count(TrialSchool& school) { return matrix::proposals::count_when_due(school.database, *school.current.edition(), nullptr, school.clock); }

std::vector<Proposal> proposed(TrialSchool& school) {
    return school.database.read([](db::Session& session) { return matrix::proposals::list_open(session); });
}

const Proposal* find(const std::vector<Proposal>& all, const std::string& word) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const Proposal& one) { return one.word == word; });
    return found == all.end() ? nullptr : &*found;
}

void want(TrialSchool& school) {
    school.clock.pass(std::chrono::minutes{1});
    school.database.in_transaction([&](db::Transaction& tx) { matrix::proposals::want_count(tx, school.clock.now()); });
}


}  // namespace

TEST_CASE("words of corrections are proposed, those that improve most first, and counted over tickets with the word", "[matrix]") {
    TrialSchool school;
    const auto& areas = school.current.edition()->matrix().areas();
    const auto lock = std::find_if(areas.begin(), areas.end(), [](const routing::Area& area) { return area.lead().role == "VAKT" && area.key != "skrivare"; });
    for (int times = 0; times < 4; ++times) {
        correct(school, "Snurran drar papper", "skrivare");
    }
    for (int times = 0; times < 2; ++times) {
        correct(school, "Fl\u00e4rpen drar papper", "skrivare");
    }
    correct(school, "Trasselsudd ligger", "skrivare");
    correct(school, "Trasselsudd ligger", lock->key);
    school.file("Snurran drar papper");  // of an unknown role: it says nothing

    CHECK(count(school));
    const auto all = proposed(school);
    const auto* printer = find(all, "snurran");
    const auto* door = find(all, "fl\u00e4rpen");
    REQUIRE(printer != nullptr);
    REQUIRE(door != nullptr);
    CHECK(printer->area_key == "skrivare");
    CHECK(printer->corrections == 4);
    CHECK(printer->tickets == 4);
    CHECK(printer->made_right == 4);
    CHECK(printer->made_wrong == 0);
    CHECK(door->made_right == 2);
    CHECK(door->corrections == 2);
    CHECK(printer < door);  // it stands above it
    CHECK(find(all, "trasselsudd") == nullptr);
    CHECK(std::is_sorted(all.begin(), all.end(), [](const Proposal& a, const Proposal& b) { return a.gain() > b.gain(); }));
}

TEST_CASE("a word that makes as many tickets wrong as right is not proposed", "[matrix]") {
    TrialSchool school;
    for (int times = 0; times < 2; ++times) {
        correct(school, "Snurran drar papper", "skrivare");
    }
    count(school);
    REQUIRE(find(proposed(school), "snurran") != nullptr);
    for (int times = 0; times < 3; ++times) {
        school.solve("Snurran drar papper", "TRIAGE");
    }
    want(school);
    count(school);
    CHECK(find(proposed(school), "snurran") == nullptr);
}

TEST_CASE("an accepted word stands in the draft, a declined one is not proposed again", "[matrix]") {
    TrialSchool school;
    for (int times = 0; times < 2; ++times) {
        correct(school, "Snurran drar papper", "skrivare");
        correct(school, "Fl\u00e4rpen drar papper", "skrivare");
    }
    count(school);
    const auto all = proposed(school);
    const auto* taken = find(all, "snurran");
    const auto* declined = find(all, "fl\u00e4rpen");
    REQUIRE(taken != nullptr);
    REQUIRE(declined != nullptr);
    const auto decide = [&](const auto& how) { return school.database.in_transaction([&](db::Transaction& tx) { return how(tx); }); };
    const auto accept = [&](db::Transaction& tx) { return matrix::proposals::accept(tx, taken->id, school.draft, school.vera, school.clock.now()); };
    const auto decline = [&](db::Transaction& tx) { return matrix::proposals::decline(tx, declined->id, school.vera, school.clock.now()); };
    CHECK(decide(accept));
    CHECK_FALSE(decide(accept));
    CHECK(decide(decline));
    CHECK_FALSE(decide(decline));
    const auto draft = school.database.read([&](db::Session& session) { return matrix::drafts::read(session, school.draft).value(); });
    const auto& terms = draft.lexicon.of(*draft.matrix.find("skrivare")).terms;
    CHECK(std::find(terms.begin(), terms.end(), "snurran") != terms.end());
    CHECK(std::find(terms.begin(), terms.end(), "fl\u00e4rpen") == terms.end());

    correct(school, "Fl\u00e4rpen drar papper", "skrivare");
    want(school);
    CHECK(count(school));
    CHECK(find(proposed(school), "fl\u00e4rpen") == nullptr);
    CHECK(find(proposed(school), "snurran") == nullptr);
}

TEST_CASE("proposals are counted when somebody wants it or a day has passed, by one process at a time", "[matrix]") {
    TrialSchool school;
    CHECK(count(school));
    CHECK_FALSE(count(school));
    want(school);
    CHECK(school.database.read([](db::Session& session) { return matrix::proposals::is_count_under_way(session); }));
    CHECK(count(school));
    CHECK_FALSE(school.database.read([](db::Session& session) { return matrix::proposals::is_count_under_way(session); }));
    school.clock.pass(std::chrono::hours{25});
    school.database.execute_once(db::Query{"test/claim", "UPDATE matrix_proposal_counts SET claim = 'x', lease_until = :until"},
                                 {{"until", school.clock.now() + std::chrono::minutes{5}}});
    CHECK_FALSE(count(school));
    school.clock.pass(std::chrono::minutes{6});
    CHECK(count(school));
}

TEST_CASE("confidential corrections propose nothing, and names and numbers are no words", "[matrix]") {
    TrialSchool school;
    for (int times = 0; times < 3; ++times) {
        correct(school, "D\u00e5 sa Snurran 4711 till Kalle att den blinkar", "skrivare");
    }
    count(school);
    for (const auto& one : proposed(school)) {
        CAPTURE(one.word);
        CHECK(one.word != "kalle");
        CHECK(one.word != "4711");
    }
    school.database.execute_once(db::Query{"test/seal_all", "UPDATE tickets SET confidential = 1 WHERE id > :none"}, {{"none", 0}});
    want(school);
    count(school);
    CHECK(proposed(school).empty());
}

TEST_CASE("a ticket handed to a role alone teaches the likeliest area of that role", "[matrix]") {
    TrialSchool school;
    for (int times = 0; times < 2; ++times) {
        const auto ticket = school.file("Snurran drar papper");
        REQUIRE(school.desk->reroute(ticket.id, "ITS", "Det \u00e4r en skrivare", school.person(school.vera), {}));
    }
    count(school);
    const auto all = proposed(school);
    const auto* printer = find(all, "snurran");
    REQUIRE(printer != nullptr);
    CHECK(school.current.edition()->matrix().find(printer->area_key)->lead().role == "ITS");
}
