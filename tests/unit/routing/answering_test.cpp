#include "routing/answering.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <set>

using namespace ansvar::routing;

namespace {

const Day today = "2026-11-20";

// A municipality (unit 1) with two schools: Björken (2), which has an IT technician and a caretaker of its own and a department (4), and
// Linden (3), which shares the municipality's.
enum Person : PersonNumber { karin = 1, petra, sofie, amir, sara, birger, erik, vera, anders, anna, jonas, mona, olle };
enum Unit : UnitNumber { kommun = 1, bjorken, linden, arbetslag };

StaffRecords school() {
    StaffRecords records;
    records.roles = {{.code = "ITS", .name_sv = "", .name_en = "", .kind = RoleKind::Queue, .mail = "", .shared_by = {}},
                     {.code = "VAKT", .name_sv = "", .name_en = "", .kind = RoleKind::Queue, .mail = "", .shared_by = {}},
                     {.code = "ADM", .name_sv = "", .name_en = "", .kind = RoleKind::Referral, .mail = "", .shared_by = {}},
                     {.code = "HÄL", .name_sv = "", .name_en = "", .kind = RoleKind::Referral, .mail = "", .shared_by = {}},
                     {.code = "TRIAGE", .name_sv = "", .name_en = "", .kind = RoleKind::Queue, .mail = "", .shared_by = {"ITS", "VAKT"}},
                     {.code = "Resp chef", .name_sv = "", .name_en = "", .kind = RoleKind::Relative, .mail = "", .shared_by = {}}};
    records.people = {{karin, "Karin", "K.E"}, {petra, "Petra"},        {sofie, "Sofie"},   {amir, "Amir", "A.W"}, {sara, "Sara"},
                      {birger, "Birger"},      {erik, "Erik", "E.M"},   {vera, "Vera"},     {anders, "Anders", "A.L"}, {anna, "Anna"},
                      {jonas, "Jonas"},        {mona, "Mona"},          {olle, "Olle", "O.O", true}};
    records.units = {{kommun, {}, karin}, {bjorken, kommun, petra}, {linden, kommun, sofie}, {arbetslag, bjorken, {}}};
    records.holdings = {{"ITS", amir, {}, 0}, {"ITS", sara, {}, 1}, {"ITS", birger, bjorken, 0}, {"VAKT", erik}, {"ADM", vera}, {"HÄL", olle}};
    return records;
}

Responsible named(const std::string& role, const std::string& holder = "", Relation relation = Relation::Lead) { return {role, holder, relation}; }

Decision decided(const Responsible& lead, std::vector<Responsible> others = {}) {
    Decision decision;
    decision.area = "skrivare";
    decision.role = lead.role.empty() ? std::string{triage_role} : lead.role;
    decision.holder = lead.holder;
    decision.others = std::move(others);
    return decision;
}

Requester from(PersonNumber person, std::optional<UnitNumber> unit = {}, std::optional<PersonNumber> manager = {}) { return {person, manager, unit}; }

/// "amir", "birger for amir", "amir, sara", "nobody"
std::string who(const PeopleBehind& behind) {
    static const std::vector<std::string> names{"", "karin", "petra", "sofie", "amir", "sara", "birger", "erik", "vera", "anders", "anna", "jonas", "mona", "olle"};
    std::string text;
    for (const auto& one : behind.people) {
        text += (text.empty() ? "" : ", ") + names.at(one.person) + (one.instead_of ? " for " + names.at(*one.instead_of) : "");
    }
    return text.empty() ? "nobody" : text;
}

struct Case {
    const char* what;
    Decision decision;
    Requester requester;
    std::vector<StaffAbsence> absences;
    const char* queue;
    const char* people;
    bool is_personal = false;
    const char* note = "";
};

void check(const Case& one, const StaffRecords& base = school()) {
    INFO(one.what);
    auto records = base;
    records.absences = one.absences;
    const auto answer = answering(one.decision, one.requester, Staff{std::move(records)}, today);
    CHECK(answer.queue == one.queue);
    CHECK(who(answer.lead) == one.people);
    CHECK(answer.is_personal == one.is_personal);
    CHECK((answer.note ? to_string(*answer.note) : "") == one.note);
}

StaffAbsence away(PersonNumber person, std::optional<PersonNumber> substitute = {}, Day first = "2026-11-16", Day last = "2026-11-24") {
    return {person, std::move(first), std::move(last), substitute};
}

}  // namespace

TEST_CASE("the person whom a row names answers, and somebody away is stood in for", "[routing][answering]") {
    const auto its = decided(named("ITS", "A.W"));
    check({"present", its, from(anna), {}, "ITS", "amir"});
    check({"away with a substitute", its, from(anna), {away(amir, sara)}, "ITS", "sara for amir"});
    check({"away from today", its, from(anna), {away(amir, sara, today)}, "ITS", "sara for amir"});
    check({"away until today", its, from(anna), {away(amir, sara, "2026-11-01", today)}, "ITS", "sara for amir"});
    check({"back yesterday", its, from(anna), {away(amir, sara, "2026-11-01", "2026-11-19")}, "ITS", "amir"});
    check({"away from tomorrow", its, from(anna), {away(amir, sara, "2026-11-21")}, "ITS", "amir"});
    check({"away with nobody instead", its, from(anna), {away(amir)}, "ITS", "nobody", false, "holder-away"});
    check({"the second absence has a substitute", its, from(anna), {away(amir), away(amir, sara)}, "ITS", "sara for amir"});
    check({"the substitute is away, too", its, from(anna), {away(amir, sara), away(sara, mona)}, "ITS", "mona for amir"});
    check({"a chain that ends at nobody", its, from(anna), {away(amir, sara), away(sara)}, "ITS", "nobody", false, "holder-away"});
    check({"a circle", its, from(anna), {away(amir, sara), away(sara, amir)}, "ITS", "nobody", false, "holder-away"});
    check({"their own substitute", its, from(anna), {away(amir, amir)}, "ITS", "nobody", false, "holder-away"});
    check({"the substitute has left", its, from(anna), {away(amir, olle)}, "ITS", "nobody", false, "holder-away"});
    check({"the substitute is unknown", its, from(anna), {away(amir, 99)}, "ITS", "nobody", false, "holder-away"});
    check({"somebody who does not hold the role", decided(named("ITS", "A.L")), from(anna), {}, "ITS", "anders"});
}

TEST_CASE("a row that names nobody, or nobody known, is its role's", "[routing][answering]") {
    check({"no name", decided(named("ITS")), from(anna), {}, "ITS", "amir, sara"});
    check({"an unknown name", decided(named("ITS", "X.X")), from(anna), {}, "ITS", "amir, sara"});
    check({"a name of somebody who has left", decided(named("ITS", "O.O")), from(anna), {}, "ITS", "amir, sara"});
    check({"one of them away", decided(named("ITS")), from(anna), {away(amir, mona)}, "ITS", "mona for amir, sara"});
    check({"the substitute answers anyway", decided(named("ITS")), from(anna), {away(amir, sara)}, "ITS", "sara"});
    check({"all away", decided(named("ITS")), from(anna), {away(amir), away(sara)}, "ITS", "nobody", false, "holder-away"});
    check({"triage is shared", decided(named("TRIAGE")), from(anna), {}, "TRIAGE", "amir, sara, erik"});
    check({"nobody still here holds it", decided(named("HÄL")), from(anna), {}, "TRIAGE", "nobody", false, "role-without-anybody"});
    check({"an unknown role", decided(named("KOCK", "A.W")), from(anna), {}, "TRIAGE", "nobody", false, "role-without-anybody"});
}

TEST_CASE("a unit's own holders go before the municipality's, and before the person whom the row names", "[routing][answering]") {
    check({"the unit has one", decided(named("ITS", "A.W")), from(anna, bjorken), {}, "ITS", "birger"});
    check({"the unit above has one", decided(named("ITS", "A.W")), from(anna, arbetslag), {}, "ITS", "birger"});
    check({"another unit has one", decided(named("ITS", "A.W")), from(anna, linden), {}, "ITS", "amir"});
    check({"without a name", decided(named("ITS")), from(anna, bjorken), {}, "ITS", "birger"});
    check({"another role", decided(named("VAKT", "E.M")), from(anna, bjorken), {}, "VAKT", "erik"});
    check({"an unknown unit", decided(named("ITS", "A.W")), from(anna, 77), {}, "ITS", "amir"});
    check({"the unit's own is away", decided(named("ITS", "A.W")), from(anna, bjorken), {away(birger, jonas)}, "ITS", "jonas for birger"});
    check({"away with nobody instead", decided(named("ITS", "A.W")), from(anna, bjorken), {away(birger)}, "ITS", "nobody", false, "holder-away"});
    check({"triage hears all roles, each by its unit", decided(named("TRIAGE")), from(anna, bjorken), {}, "TRIAGE", "birger, erik"});
    auto records = school();
    records.holdings = {{"ITS", birger, bjorken}};
    check({"held for another unit only: better they than nobody", decided(named("ITS")), from(anna, linden), {}, "ITS", "birger"}, records);
    records.holdings = {{"ITS", birger, bjorken, 0, "2026-12-01", ""}, {"ITS", amir, {}, 0, "", "2026-11-20"}};
    check({"held from a later day", decided(named("ITS")), from(anna, bjorken), {}, "ITS", "amir"}, records);
    records.units[0].parent = bjorken;  // a circle
    check({"units in a circle", decided(named("VAKT", "E.M")), from(anna, bjorken), {}, "TRIAGE", "nobody", false, "role-without-anybody"}, records);
}

TEST_CASE("Resp chef is the requester's manager, else the head of their unit or of one above", "[routing][answering]") {
    const auto chef = decided(named("Resp chef"));
    check({"the manager", chef, from(anna, bjorken, sofie), {}, "Resp chef", "sofie", true});
    check({"the manager away", chef, from(anna, bjorken, sofie), {away(sofie, karin)}, "Resp chef", "karin for sofie", true});
    check({"no manager", chef, from(anna, bjorken), {}, "Resp chef", "petra", true});
    check({"the manager has left", chef, from(anna, bjorken, olle), {}, "Resp chef", "petra", true});
    check({"an unknown manager", chef, from(anna, bjorken, 99), {}, "Resp chef", "petra", true});
    check({"a unit without a head", chef, from(anna, arbetslag), {}, "Resp chef", "petra", true});
    check({"the head asks: one up", chef, from(petra, bjorken), {}, "Resp chef", "karin", true});
    check({"their own manager: one up", chef, from(petra, bjorken, petra), {}, "Resp chef", "karin", true});
    check({"at the top", chef, from(karin, kommun), {}, "TRIAGE", "nobody", false, "no-manager"});
    check({"neither manager nor unit", chef, from(anna), {}, "TRIAGE", "nobody", false, "no-manager"});
    check({"somebody unknown", chef, {}, {}, "TRIAGE", "nobody", false, "no-manager"});
    check({"the manager away with nobody instead", chef, from(anna, bjorken, sofie), {away(sofie)}, "Resp chef", "petra for sofie", true});
    check({"the requester stands in for their manager", chef, from(anna, bjorken, sofie), {away(sofie, anna)}, "Resp chef", "petra for sofie", true});
    check({"all away", chef, from(anna, {}, sofie), {away(sofie)}, "TRIAGE", "nobody", false, "manager-away"});
}

TEST_CASE("a person without a role holds their row alone", "[routing][answering]") {
    const auto row = decided(named("", "A.L"));
    check({"here", row, from(anna, bjorken), {}, "TRIAGE", "anders", true});
    check({"away", row, from(anna), {away(anders, mona)}, "TRIAGE", "mona for anders", true});
    check({"away with nobody instead", row, from(anna), {away(anders)}, "TRIAGE", "nobody", false, "holder-away"});
    check({"unknown", decided(named("", "X.X")), from(anna), {}, "TRIAGE", "nobody", false, "no-such-holder"});
    check({"has left", decided(named("", "O.O")), from(anna), {}, "TRIAGE", "nobody", false, "no-such-holder"});
}

TEST_CASE("co-responsibles are people, too", "[routing][answering]") {
    auto records = school();
    records.absences = {away(karin, petra)};
    const auto answer = answering(decided(named("ITS", "A.W"), {named("Resp chef", "", Relation::Approve), named("ADM", "", Relation::Consulted),
                                                                named("", "A.L", Relation::Joint), named("VAKT", "E.M", Relation::AnyOf)}),
                                  from(anna, linden, karin), Staff{records}, today);
    REQUIRE(answer.others.size() == 4);
    CHECK(who(answer.others[0]) == "petra for karin");
    CHECK(answer.others[0].relation == Relation::Approve);
    CHECK(answer.others[0].role == "Resp chef");
    CHECK(who(answer.others[1]) == "vera");
    CHECK(who(answer.others[2]) == "anders");
    CHECK(who(answer.others[3]) == "erik");
    CHECK(answer.note == std::nullopt);
}

TEST_CASE("those who work in a queue stand in the order they are asked, then by name, also those away", "[routing][answering]") {
    auto records = school();
    records.absences = {away(amir, mona)};
    records.holdings.push_back({"VAKT", jonas, {}, 0, today, today});
    records.holdings.push_back({"VAKT", mona, {}, 0, {}, "2026-11-19"});
    records.holdings.push_back({"VAKT", amir, {}, 2});
    using People = std::vector<PersonNumber>;
    CHECK(Staff{records}.working_in("ITS", today) == People{amir, birger, sara});
    CHECK(Staff{records}.working_in("VAKT", today) == People{erik, jonas, amir});
    CHECK(Staff{records}.working_in("TRIAGE", today) == People{amir, birger, erik, jonas, sara});
    CHECK(Staff{records}.working_in("HÄL", today).empty());
    CHECK(Staff{records}.working_in("none", today).empty());
}

TEST_CASE("letters go to the substitute in place of the holder, and not to another unit's holders", "[routing][answering]") {
    auto records = school();
    records.absences = {away(amir, mona), away(erik)};
    const Staff staff{records};
    using Places = std::map<PersonNumber, PersonNumber>;
    CHECK(staff.in_place_of_holders("ITS", linden, today) == Places{{amir, mona}, {birger, 0}});
    CHECK(staff.in_place_of_holders("ITS", bjorken, today) == Places{{amir, 0}, {sara, 0}});
    CHECK(staff.in_place_of_holders("VAKT", bjorken, today).empty());
    CHECK(staff.in_place_of_holders("TRIAGE", linden, today) == Places{{amir, mona}, {birger, 0}});
    CHECK(staff.roles_in_stead(mona, today) == std::vector<std::string>{"ITS"});
    CHECK(staff.roles_in_stead(mona, "2026-11-25").empty());
    CHECK(staff.roles_in_stead(amir, today).empty());
    CHECK(staff.away_until(amir, today) == "2026-11-24");
    CHECK_FALSE(staff.away_until(sara, today));
}

TEST_CASE("whatever a school's records say, there is an answer, the same each time, and nobody in it is away or gone", "[routing][answering]") {
    std::mt19937 random{20261120};
    const auto draw = [&](unsigned up_to) { return static_cast<unsigned>(random() % up_to); };
    const std::vector<std::string> codes{"ITS", "VAKT", "ADM", "HÄL", "TRIAGE", "Resp chef", "KOCK", ""};
    const std::vector<std::string> initials{"", "A.W", "E.M", "K.E", "A.L", "O.O", "X.X"};
    const std::vector<Day> days{"", "2026-11-01", "2026-11-20", "2026-11-24"};
    for (int round = 0; round < 20000; ++round) {
        auto records = school();
        const auto perhaps = [&](std::uint64_t up_to) { return draw(3) == 0 ? std::nullopt : std::optional{std::uint64_t{1} + draw(static_cast<unsigned>(up_to))}; };
        for (auto& person : records.people) {
            person.has_left = draw(5) == 0;
        }
        for (auto& unit : records.units) {
            unit.parent = perhaps(5);
            unit.head = perhaps(15);
        }
        records.holdings.clear();
        for (unsigned i = draw(8); i > 0; --i) {
            records.holdings.push_back({codes[draw(6)], 1 + draw(15), perhaps(5), draw(3), days[draw(4)], days[draw(4)]});
        }
        for (unsigned i = draw(8); i > 0; --i) {
            records.absences.push_back({1 + draw(15), days[draw(4)], days[draw(4)], perhaps(15)});
        }
        auto decision = decided(named(codes[draw(8)], initials[draw(7)]), {named(codes[draw(8)], initials[draw(7)], Relation::Joint)});
        if (draw(4) == 0) {
            decision.area.reset();
        }
        const Requester requester{perhaps(15), perhaps(15), perhaps(5)};
        const Staff staff{records};
        const auto answer = answering(decision, requester, staff, today);
        std::shuffle(records.holdings.begin(), records.holdings.end(), random);
        std::shuffle(records.people.begin(), records.people.end(), random);

        bool fine = answer == answering(decision, requester, Staff{records}, today);
        fine = fine && staff.find_role(answer.queue) != nullptr && answer.is_personal <= (answer.lead.person() != nullptr);
        fine = fine && (answer.queue == triage_role || answer.is_personal || staff.is_held(answer.queue, today));
        fine = fine && (!answer.lead.people.empty() || answer.note.has_value());
        auto all = answer.others;
        all.push_back(answer.lead);
        for (const auto& behind : all) {
            std::set<PersonNumber> seen;
            for (const auto& one : behind.people) {
                const auto* person = staff.find(one.person);
                fine = fine && person != nullptr && !person->has_left && !staff.is_away(one.person, today) && seen.insert(one.person).second;
                fine = fine && (!one.instead_of || (*one.instead_of != one.person && staff.is_away(*one.instead_of, today)));
            }
            for (const auto one : behind.away) {
                const bool asks_themselves = behind.role == "Resp chef";
                fine = fine && staff.is_away(one, today) && (asks_themselves || !staff.find_present(one, today));
            }
        }
        INFO("round " << round);
        REQUIRE(fine);
    }
}
