// What a filter says, in an address, in a saved view and in the database; and views with a name.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

#include "school.hpp"
#include "tickets/filter_list.hpp"
#include "tickets/saved_views.hpp"
#include "tickets/tags.hpp"

using namespace ansvar;
using namespace ansvar::tickets;
using tests::School;

namespace {

using Sent = std::multimap<std::string, std::string>;

Filter filter(const Sent& sent, std::vector<web::FieldError>* faults = nullptr) {
    return Filter::from([&](std::string_view name) {
        std::vector<std::string> values;
        for (auto [at, end] = sent.equal_range(std::string{name}); at != end; ++at) {
            values.push_back(at->second);
        }
        return values;
    }, faults);
}

struct List {
    std::vector<std::uint64_t> numbers;
    std::size_t count = 0;
};

/// All pages of what a filter lets through, three rows each.
List listed(School& school, const Filter& filter, PersonId reader, const std::string& here = "ITS") {
    return school.database.read([&](db::Session& session) {
        const auto person = school.person(reader);
        const FilteredList list{session, filter, RoleCode{here}, person, school.router->matrix(), school.clock.now()};
        List all;
        all.count = list.count();
        std::optional<QueueCursor> after;
        do {
            const auto page = list.page(after, 3);
            for (const auto& row : page.rows) {
                all.numbers.push_back(row.id.value);
            }
            after = page.next ? QueueCursor::parse(page.next->text()) : std::nullopt;
        } while (after);
        return all;
    });
}

}  // namespace

TEST_CASE("a filter is the same in an address, in a saved view and in a form", "[tickets]") {
    const auto [sent, query] = GENERATE(table<Sent, std::string>({
        {Sent{}, ""},
        {Sent{{"state", ""}, {"tag", " "}, {"days", "0"}}, ""},
        {Sent{{"state", "new"}, {"tag", " Projektor "}}, "state=new&tag=projektor"},
        {Sent{{"role", "ITS"}, {"role", "Resp chef"}, {"role", "ITS"}}, "role=ITS&role=Resp%20chef"},
        {Sent{{"priority", "urgent"}, {"due", "late"}, {"holder", "me"}, {"days", "14"}}, "priority=urgent&due=late&holder=me&days=14"},
        {Sent{{"text", "åska & regn"}, {"level", "HYGIEN"}, {"area", "B017"}, {"unit", "3"}, {"holder", "12"}, {"state", "done"}},
         "state=done&holder=12&text=%C3%A5ska%20%26%20regn&level=HYGIEN&area=B017&unit=3"},
    }));
    CAPTURE(query);
    std::vector<web::FieldError> faults;
    const auto one = filter(sent, &faults);
    CHECK(faults.empty());
    CHECK(one.query() == query);
    CHECK(Filter::from_json(one.to_json()) == one);
    CHECK(one.is_empty() == query.empty());
}

TEST_CASE("what a filter does not understand is left out and named", "[tickets]") {
    const auto [name, value] = GENERATE(table<std::string, std::string>({
        {"state", "burning"}, {"priority", "9"}, {"due", "never"}, {"holder", "-1"}, {"holder", "anna"}, {"days", "-3"}, {"days", "1e9"}, {"unit", "x"},
        {"text", "a\nb"}, {"tag", std::string(41, 'x')}, {"text", std::string(101, 'x')},
    }));
    CAPTURE(name, value);
    std::vector<web::FieldError> faults;
    CHECK(filter({{name, value}}, &faults).is_empty());
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].pointer == "/" + name);
    CHECK(Filter::from_json("no JSON").is_empty());
    CHECK(Filter::from_json(R"({"state": 7, "role": {"x": 1}})").is_empty());
}

TEST_CASE("one part of a filter can be taken away", "[tickets]") {
    const auto one = filter({{"role", "ITS"}, {"role", "ITP"}, {"state", "new"}});
    CHECK(one.without("role", "ITS").query() == "role=ITP&state=new");
    CHECK(one.without("state", "new").query() == "role=ITS&role=ITP");
}

TEST_CASE("a filter lets through exactly the tickets it says, and counts them", "[tickets]") {
    School school;
    const auto amir = school.person(school.amir);
    const auto old = school.file("Skrivaren i A12 saknar papper", "B017").id;
    school.clock.pass(std::chrono::minutes{60 * 24 * 9});
    const auto urgent = school.file("Skrivaren i B7 brinner nästan", "B017").id;
    const auto mine = school.file("Skärmen visar 100% rött", "B004", school.jonas).id;
    const auto tagged = school.file("Projektorn i aulan", "B003").id;
    const auto waiting = school.file("Skrivaren väntar", "B017").id;
    const auto solved = school.file("Skrivaren är lagad", "B017").id;
    const auto closed = school.file("Skrivaren är borta", "B017").id;
    const auto elsewhere = school.file("Grinden gnisslar", "B051").id;
    REQUIRE(school.desk->set_priority(urgent, Priority::Urgent, amir));
    REQUIRE(school.desk->assign(mine, school.amir, amir));
    REQUIRE(tags::change(*school.desk, tagged, {"aula"}, {}, amir));
    REQUIRE(school.desk->set_state(waiting, State::WaitingOther, amir));
    REQUIRE(school.desk->set_state(solved, State::Resolved, amir));
    REQUIRE(school.desk->set_state(closed, State::Closed, amir));

    using Ids = std::vector<TicketId>;
    const std::vector<std::pair<Sent, Ids>> expected{
        {{{"text", "skrivaren"}}, {old, urgent, waiting}},
        {{{"text", "A12 skrivaren"}}, {old}},
        {{{"text", "100%"}}, {mine}},
        {{{"text", "_"}}, {}},
        {{{"priority", "urgent"}}, {urgent}},
        {{{"holder", "me"}}, {mine}},
        {{{"holder", school.sara.text()}}, {}},
        {{{"holder", "nobody"}, {"state", "new"}}, {old, urgent, tagged}},
        {{{"tag", "Aula"}}, {tagged}},
        {{{"days", "7"}}, {old}},
        {{{"due", "late"}}, {old}},
        {{{"area", "B017"}}, {old, urgent, waiting}},
        {{{"area", "B017"}, {"level", "PEDAGOGIK"}}, {}},
        {{{"area", "B999"}}, {}},
        {{{"state", "waiting_other"}}, {waiting}},
        {{{"state", "done"}}, {closed, solved}},
        {{{"state", "resolved"}}, {solved}},
        {{{"role", "VAKT"}}, {}},  // not Amir's to open
        {{{"role", "VAKT"}, {"role", "ITS"}, {"text", "grinden"}}, {}},
    };
    for (const auto& [sent, ids] : expected) {
        const auto asked = filter(sent);
        CAPTURE(asked.query());
        const auto found = listed(school, asked, school.amir);
        std::vector<std::uint64_t> wanted;
        for (const auto id : ids) {
            wanted.push_back(id.value);
        }
        auto numbers = found.numbers;
        if (!asked.is_of_done()) {
            std::sort(numbers.begin(), numbers.end());
            std::sort(wanted.begin(), wanted.end());
        }
        CHECK(numbers == wanted);
        CHECK(found.count == wanted.size());
    }
    CHECK(listed(school, filter({{"role", "VAKT"}, {"role", "ITS"}}), school.vera).numbers.size() == 6);
    CHECK(listed(school, filter({{"role", "VAKT"}}), school.erik).numbers == std::vector{elsewhere.value});
    CHECK(listed(school, filter({{"state", "new"}}), school.anna).numbers.empty());
}

TEST_CASE("a filter shows nobody more than their queue does", "[tickets]") {
    School school;
    const auto amir = school.person(school.amir);
    const auto open = school.file("Skrivaren öppen", "B017").id, sealed = school.file("Skrivaren hemlig", "B017").id, named = school.file("Skrivaren namngiven", "B017").id;
    REQUIRE(school.desk->set_confidentiality(sealed, Confidentiality::Queue, "", amir, {}));
    REQUIRE(school.desk->set_confidentiality(named, Confidentiality::Named, "", amir, {}));
    const auto asked = filter({{"text", "skrivaren"}});
    CHECK(listed(school, asked, school.amir).numbers == std::vector{open.value, sealed.value, named.value});
    CHECK(listed(school, asked, school.sara).numbers == std::vector{open.value, sealed.value});
    CHECK(listed(school, asked, school.sara).count == 2);
    CHECK(listed(school, asked, school.vera).numbers == std::vector{open.value});  // an administrator, who does not work there
    CHECK(listed(school, asked, school.vera).count == 1);
}

TEST_CASE("a view is its owner's, or shared with those who work in a queue", "[tickets]") {
    School school;
    const auto amir = school.person(school.amir), sara = school.person(school.sara), rebecka = school.person(school.rebecka);
    const auto now = school.clock.now();
    saved_views::View own{.owner = school.amir, .name = "Mina sena", .filter = filter({{"role", "ITS"}, {"due", "late"}})};
    saved_views::View shared{.owner = school.amir, .shared_with = RoleCode{"ITS"}, .name = "Aulan", .filter = filter({{"role", "ITS"}, {"tag", "aula"}})};
    own.id = saved_views::add(school.database, own, now);
    shared.id = saved_views::add(school.database, shared, now);
    const auto names = [&](const identity::Person& person) {
        std::vector<std::string> all;
        for (const auto& view : school.database.read([&](db::Session& session) { return saved_views::list(session, person); })) {
            all.push_back(view.name);
        }
        return all;
    };
    CHECK(names(amir) == std::vector<std::string>{"Aulan", "Mina sena"});
    CHECK(names(sara) == std::vector<std::string>{"Aulan"});
    CHECK(names(rebecka).empty());
    const auto found = [&](std::uint64_t id, const identity::Person& person) {
        return school.database.read([&](db::Session& session) { return saved_views::find(session, id, person); });
    };
    CHECK(found(shared.id, sara)->filter == shared.filter);
    CHECK(!found(own.id, sara));
    CHECK(!found(shared.id, rebecka));

    shared.name = "Aulan i dag";
    auto forged = shared;
    forged.owner = school.sara;
    CHECK(!saved_views::change(school.database, forged, now));
    CHECK(!saved_views::remove(school.database, shared.id, school.sara));
    CHECK(saved_views::change(school.database, shared, now));
    CHECK(names(sara) == std::vector<std::string>{"Aulan i dag"});
    CHECK(saved_views::remove(school.database, shared.id, school.amir));
    CHECK(names(sara).empty());
}

TEST_CASE("a filter looks at so many tickets in all, and says when there were more", "[tickets]") {
    School school;
    for (int i = 0; i < 3; ++i) {
        school.file("Skrivaren", "B017");
        school.file("Dörren", "B051");
    }
    Filter filter;
    filter.roles = {RoleCode{"ITS"}, RoleCode{"VAKT"}};
    const auto seen = [&](std::int64_t to_examine) {
        return school.database.read([&](db::Session& session) {
            const auto admin = school.person(school.vera);
            const FilteredList list{session, filter, RoleCode{"ITS"}, admin, school.router->matrix(), school.clock.now(), to_examine};
            return std::pair{list.count(), list.is_cut()};
        });
    };
    CHECK(seen(6) == std::pair{std::size_t{6}, false});
    CHECK(seen(4) == std::pair{std::size_t{4}, true});
    CHECK(seen(3) == std::pair{std::size_t{3}, true});
}

TEST_CASE("a view wants a name, and is shared only with a queue one works in", "[tickets]") {
    School school;
    const auto amir = school.person(school.amir);
    const auto faults = [&](const saved_views::View& view) {
        std::vector<std::string> all;
        for (const auto& fault : school.database.read([&](db::Session& session) { return saved_views::faults(session, view, amir); })) {
            all.push_back(fault.pointer);
        }
        return all;
    };
    CHECK(faults({.owner = school.amir, .name = "Sena"}).empty());
    CHECK(faults({.owner = school.amir, .name = ""}) == std::vector<std::string>{"/name"});
    CHECK(faults({.owner = school.amir, .name = std::string(61, 'x')}) == std::vector<std::string>{"/name"});
    CHECK(faults({.owner = school.amir, .shared_with = RoleCode{"VAKT"}, .name = "Sena"}) == std::vector<std::string>{"/share"});
    for (std::size_t at = 0; at < saved_views::most_of_one; ++at) {
        saved_views::add(school.database, {.owner = school.amir, .name = std::to_string(at), .filter = filter({{"role", "ITS"}})}, school.clock.now());
    }
    CHECK(faults({.owner = school.amir, .name = "En till"}) == std::vector<std::string>{"/name"});
}
