// Searching: what is found, by whom, and how the words are kept.
#include <catch2/catch.hpp>

#include "queries/tickets.hpp"
#include "school.hpp"
#include "tickets/search.hpp"
#include "tickets/search_store.hpp"
#include "tickets/sequencer.hpp"

using namespace ansvar;
using namespace ansvar::tickets;
using tests::School;

namespace {

FoundPage find(School& school, std::string_view typed, PersonId reader, std::optional<TicketId> before = {}, std::size_t limit = 50) {
    const auto person = school.person(reader);
    return school.database.read([&](db::Session& session) { return find_tickets(session, Question{typed}, person, before, limit); });
}

std::vector<std::uint64_t> found(School& school, std::string_view typed, PersonId reader) {
    std::vector<std::uint64_t> numbers;
    for (const auto& ticket : find(school, typed, reader).tickets) {
        numbers.push_back(ticket.id.value);
    }
    return numbers;
}

bool finds(School& school, std::string_view typed, PersonId reader, TicketId ticket) {
    const auto numbers = found(school, typed, reader);
    return std::find(numbers.begin(), numbers.end(), ticket.value) != numbers.end();
}

std::uint64_t write(School& school, TicketId ticket, const std::string& body, PersonId by, bool is_note = false) {
    return school.desk->write(ticket, {.is_note = is_note, .body = body}, school.person(by), IdempotencyKey::random()).value().ticket.id.value;
}

void run(School& school, const std::string& sql) {
    const db::Query query{"tests/search", sql};
    school.database.execute_once(query);
}

std::int64_t count(School& school, const std::string& sql) {
    const db::Query query{"tests/count", sql};
    return school.database.read([&](db::Session& session) { return session.row(query)->integer("n"); });
}

}  // namespace

TEST_CASE("tickets are found by number, by words in any form, by requester and room, newest first", "[tickets][search]") {
    School school;
    const auto printer = school.file("Skrivaren i hus B skriver inte ut", "B017").id;
    const auto lists = school.file("Behöver klasslistor för 7B, IT kan inte", "B017").id;
    const auto third = school.file("Färgskrivaren blinkar", "B017", school.jonas).id;
    CHECK(found(school, "skrivare", school.amir) == std::vector{third.value, printer.value});
    CHECK(found(school, "skrivare hus b", school.amir) == std::vector{printer.value});
    CHECK(found(school, "lista", school.amir) == std::vector{lists.value});
    CHECK(found(school, "IT 7b", school.amir) == std::vector{lists.value});
    CHECK(found(school, "jonas", school.amir) == std::vector{third.value});
    CHECK(found(school, "skrivare anna", school.amir) == std::vector{printer.value});
    CHECK(found(school, "#" + printer.text(), school.amir) == std::vector{printer.value});
    CHECK(found(school, " " + printer.text(), school.amir) == std::vector{printer.value});
    CHECK(found(school, "skriv", school.amir) == std::vector{third.value, printer.value});
    CHECK(found(school, "klassli", school.amir) == std::vector{lists.value});
    CHECK(found(school, "skrivare projektor", school.amir).empty());
    CHECK(found(school, "", school.amir).empty());
    CHECK(found(school, "på och i", school.amir).empty());
    CHECK(found(school, "#99999999", school.amir).empty());
    CHECK(found(school, "%", school.amir).empty());
    write(school, printer, "Nu fungerar den, det var en säkring", school.amir);
    CHECK(found(school, "säkringar skrivaren", school.amir) == std::vector{printer.value});
    CHECK(found(school, "sakring", school.anna) == std::vector{printer.value});
}

TEST_CASE("a number that is also a word of other tickets comes first, once", "[tickets][search]") {
    School school;
    const auto first = school.file("Skrivaren", "B017").id;
    const auto second = school.file("Hör till ärende " + first.text(), "B017").id;
    CHECK(found(school, first.text(), school.amir) == std::vector{first.value, second.value});
    write(school, first, "Detta är ärende " + first.text(), school.amir);
    CHECK(found(school, first.text(), school.amir) == std::vector{first.value, second.value});
    CHECK(found(school, "#" + first.text(), school.amir) == std::vector{first.value});
}

TEST_CASE("pages of a number that is also a word leave out nothing and repeat nothing, however small", "[tickets][search]") {
    School school;
    const auto first = school.file("Skrivaren", "B017").id;
    std::vector<std::uint64_t> all{first.value};
    write(school, first, "Detta är ärende " + first.text(), school.amir);
    const auto second = school.file("Hör till ärende " + first.text(), "B017").id;
    const auto third = school.file("Se ärende " + first.text(), "B017").id;
    all.insert(all.end(), {third.value, second.value});
    for (const std::size_t limit : {1U, 2U, 3U}) {
        std::vector<std::uint64_t> found;
        std::optional<TicketId> before;
        do {
            const auto page = find(school, first.text(), school.amir, before, limit);
            CHECK(page.tickets.size() <= limit);
            for (const auto& ticket : page.tickets) {
                found.push_back(ticket.id.value);
            }
            before = page.next;
        } while (before && found.size() < 10);
        CHECK(found == all);
    }
}

TEST_CASE("somebody finds what they may see, and no more", "[tickets][search]") {
    School school;
    const auto amir = school.person(school.amir);
    const auto open = school.file("Zebra i korridoren", "B017").id;                   // Anna's, in ITS
    const auto sealed = school.file("Zebra i förtroende", "B017").id;                  // confidential, for the queue
    const auto named = school.file("Zebra för få", "B017").id;                         // for named readers: Rebecka, who does not work in ITS, and Amir, who has it
    REQUIRE(school.desk->set_confidentiality(sealed, Confidentiality::Queue, "Känsligt", amir, {}));
    REQUIRE(school.desk->assign(named, school.amir, amir));
    REQUIRE(school.desk->set_confidentiality(named, Confidentiality::Named, "Känsligt", amir, {}));
    school.database.in_transaction([&](db::Transaction& tx) { ticket_store::insert_reader(tx, named, school.rebecka, school.amir, school.clock.now()); });
    const auto followed = school.file("Zebra som följs", "B017", school.jonas).id;     // Jonas's, followed by Erik
    const auto followed_named = school.file("Zebra som följdes", "B017", school.jonas).id;
    REQUIRE(school.desk->set_confidentiality(followed_named, Confidentiality::Named, "Känsligt", amir, {}));
    school.database.in_transaction([&](db::Transaction& tx) {
        ticket_store::insert_watcher(tx, followed, school.erik);
        ticket_store::insert_watcher(tx, followed_named, school.erik);
    });
    const auto assigned = school.file("Zebra hos Erik", "B017", school.jonas).id;
    run(school, "UPDATE tickets SET assignee_id = " + school.erik.text() + ", confidential = 1, named_only = 1 WHERE id = " + assigned.text());

    using Numbers = std::vector<std::uint64_t>;
    CHECK(found(school, "zebra", school.anna) == Numbers{named.value, sealed.value, open.value});
    CHECK(found(school, "zebra", school.jonas) == Numbers{assigned.value, followed_named.value, followed.value});
    CHECK(found(school, "zebra", school.amir) == Numbers{followed_named.value, followed.value, named.value, sealed.value, open.value});
    CHECK(found(school, "zebra", school.sara) == Numbers{followed.value, sealed.value, open.value});
    CHECK(found(school, "zebra", school.rebecka) == Numbers{named.value});
    CHECK(found(school, "zebra", school.erik) == Numbers{assigned.value, followed.value});
    CHECK(found(school, "zebra", school.vera) == Numbers{followed.value, open.value});
    CHECK(found(school, "zebra", school.karin) == Numbers{followed.value, open.value});
    CHECK(found(school, "zebra", school.anders).empty());
    for (const auto ticket : {open, sealed, named, followed, followed_named, assigned}) {  // by number the same
        for (const auto reader : {school.anna, school.jonas, school.amir, school.sara, school.rebecka, school.erik, school.vera, school.karin, school.anders}) {
            INFO(ticket.text() << " for " << school.person(reader).name);
            CHECK(finds(school, "#" + ticket.text(), reader, ticket) == finds(school, "zebra", reader, ticket));
            const auto person = school.person(reader);
            const auto stands = school.database.read([&](db::Session& session) { return ticket_store::find(session, ticket, reader, school.clock.now()).value(); });
            CHECK(finds(school, "zebra", reader, ticket) == may(person, Action::View, stands.ticket, stands.ties));
        }
    }
}

TEST_CASE("a manager of a unit finds the tickets of its people", "[tickets][search]") {
    School school;
    run(school, "INSERT INTO units (id, name) VALUES (77, 'Enheten')");
    const auto ticket = school.file("Zebra i enheten", "B017").id;
    run(school, "UPDATE tickets SET unit_id = 77 WHERE id = " + ticket.text());
    auto karin = school.person(school.karin);
    const auto count_found = [&] {
        return school.database.read([&](db::Session& session) { return find_tickets(session, Question{"zebra"}, karin, {}, 50).tickets.size(); });
    };
    karin.manages_unit = UnitId{78};
    karin.managed_units = {UnitId{78}};
    CHECK(count_found() == 0);
    karin.managed_units = {UnitId{78}, UnitId{77}};
    CHECK(count_found() == 1);
}

TEST_CASE("by the words of internal notes only those find who may read the notes", "[tickets][search]") {
    School school;
    const auto amir = school.person(school.amir);
    const auto ticket = school.file("Skrivaren", "B017").id;
    school.database.in_transaction([&](db::Transaction& tx) { ticket_store::insert_watcher(tx, ticket, school.erik); });
    write(school, ticket, "Anna är besvärlig, giraff", school.amir, true);
    CHECK(finds(school, "giraff", school.amir, ticket));
    CHECK(finds(school, "skrivare giraff", school.sara, ticket));
    CHECK(finds(school, "giraffen skrivare", school.vera, ticket));
    for (const auto* question : {"giraff", "skrivare giraff", "giraffer skrivaren", "besvärlig"}) {
        INFO(question);
        CHECK(!finds(school, question, school.anna, ticket));  // the requester
        CHECK(!finds(school, question, school.erik, ticket));  // follows it, and works elsewhere
        CHECK(!finds(school, question, school.karin, ticket)); // manages
    }
    CHECK(finds(school, "skrivare", school.erik, ticket));
    CHECK(finds(school, "skrivare", school.karin, ticket));

    SECTION("until the other side is written the word") {
        write(school, ticket, "Giraffen är sjuk", school.amir);
        CHECK(finds(school, "giraff", school.anna, ticket));
        CHECK(finds(school, "skrivare giraff", school.erik, ticket));
        write(school, ticket, "Giraff igen", school.amir, true);
        CHECK(finds(school, "giraff", school.anna, ticket));
    }
    SECTION("nor an administrator, of what is confidential") {
        REQUIRE(school.desk->set_confidentiality(ticket, Confidentiality::Queue, "Känsligt", amir, {}));
        CHECK(!finds(school, "giraff", school.vera, ticket));
        CHECK(finds(school, "giraff", school.sara, ticket));
    }
}

TEST_CASE("a person's tickets are found by those who have many and a long past", "[tickets][search]") {
    School school;
    std::vector<TicketId> filed;
    for (int i = 0; i < 12; ++i) {
        filed.push_back(school.file(i % 2 == 0 ? "Skrivaren trasig" : "Projektorn trasig", "B017").id);
    }
    for (const auto reader : {school.amir, school.anna}) {  // by words, and by what is near
        std::vector<TicketId> seen;
        std::optional<TicketId> before;
        int pages = 0;
        do {
            const auto page = find(school, "skrivare trasig", reader, before, 2);
            for (const auto& ticket : page.tickets) {
                seen.push_back(ticket.id);
            }
            before = page.next;
        } while (before && ++pages < 20);
        CHECK(seen == std::vector{filed[10], filed[8], filed[6], filed[4], filed[2], filed[0]});
    }
    CHECK(!find(school, "skrivare", school.amir, {}, 6).next);
    CHECK(find(school, "skrivare", school.amir, {}, 5).next == filed[2]);
}

TEST_CASE("a search among many goes on where it stopped, and misses nothing", "[tickets][search]") {
    School school;
    const auto one = school.file("Skrivaren", "B017").id;
    const std::string digits = "(SELECT 0 AS n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)";
    // 6,000 more with the same word, of which every 997th and the first are in Amir's queue.
    run(school, "INSERT INTO tickets (subject, role_code, matrix_version, reason, confidence, confidential, state, priority, requester_id, filed_by_id, channel, opened_at, due_at, "
                "last_seq, changed_at) SELECT t.subject, IF(s.n % 997 = 0 OR s.n = 1, 'ITS', 'VAKT'), t.matrix_version, t.reason, 1, 0, 'new', 1, t.requester_id, t.filed_by_id, 'web', "
                "t.opened_at, t.due_at, 1, t.changed_at FROM tickets t JOIN (SELECT a.n * 1000 + b.n * 100 + c.n * 10 + d.n + 1 AS n FROM " + digits + " a, " + digits + " b, " + digits + " c, " + digits + " d) s WHERE s.n <= 6000 ORDER BY s.n");
    run(school, "INSERT INTO ticket_terms (term, ticket_id, is_internal) SELECT 'skriv', id, 0 FROM tickets WHERE id > " + one.text());
    const auto count_seen = [&](std::string_view typed, int& pages) {
        std::size_t seen = 0;
        std::optional<TicketId> before;
        pages = 0;
        do {
            const auto page = find(school, typed, school.amir, before, 50);
            seen += page.tickets.size();
            before = page.next;
            ++pages;
        } while (before && pages < 20);
        return seen;
    };
    int pages = 0;
    CHECK(count_seen("skrivare ", pages) == 8);  // six, the first, and the one that was filed
    CHECK(pages == 2);
    run(school, "INSERT INTO ticket_terms (term, ticket_id, is_internal) VALUES ('tapir', " + one.text() + ", 0)");
    CHECK(count_seen("skrivare tapir", pages) == 1);  // the rare word leads, whichever stands first
    CHECK(pages == 1);
    CHECK(count_seen("tapir skrivare", pages) == 1);
    CHECK(pages == 1);
}

TEST_CASE("the words live and die with their transaction", "[tickets][search]") {
    School school;
    const auto words = [&] { return count(school, "SELECT COUNT(*) AS n FROM ticket_terms"); };
    const auto ticket = school.file("Skrivaren", "B017").id;
    const auto before = words();
    REQUIRE(before > 0);
    struct Enough {};
    CHECK_THROWS_AS(school.database.in_transaction([&](db::Transaction& tx) {
        search_store::add(tx, ticket, "en giraff", false);
        throw Enough{};
    }),
                    Enough);
    CHECK(words() == before);
    CHECK(!school.desk->write(ticket, {.body = "En giraff"}, school.person(school.anders), IdempotencyKey::random()));
    CHECK(words() == before);
    CHECK(found(school, "giraff", school.amir).empty());
}

TEST_CASE("tickets from before there were words are read, again after a crash, by one instance at a time", "[tickets][search]") {
    School school;
    std::vector<TicketId> filed;
    for (int i = 0; i < 3; ++i) {
        filed.push_back(school.file("Skrivaren i rum " + std::to_string(100 + i), "B017").id);
    }
    write(school, filed[0], "En giraff", school.amir, true);
    const db::Query all{"tests/terms", "SELECT GROUP_CONCAT(term, ' ', ticket_id, ' ', is_internal ORDER BY term, ticket_id SEPARATOR '|') AS n FROM ticket_terms"};
    const auto terms = [&] { return school.database.read([&](db::Session& session) { return session.row(all)->optional_text("n").value_or(""); }); };
    const auto written = terms();
    CHECK(!search_store::read_backlog(school.database, school.clock.now()));

    run(school, "DELETE FROM ticket_terms");
    run(school, "UPDATE search_backlog SET next_id = 1, last_id = " + filed.back().text());
    CHECK_THROWS(school.database.in_transaction([&](db::Transaction& tx) {  // crashed half-way
        search_store::add_all(tx, filed[0], filed[1], school.clock.now());
        throw std::runtime_error{"crash"};
    }));
    CHECK(terms().empty());
    school.database.in_transaction([&](db::Transaction& tx) {
        REQUIRE(tx.row(queries::tickets::lock_search_backlog));
        CHECK(!search_store::read_backlog(school.database, school.clock.now()));  // somebody else is at it
    });
    write(school, filed[1], "En säkring", school.amir);  // while it is read
    int rounds = 0;
    while (search_store::read_backlog(school.database, school.clock.now())) {
        ++rounds;
    }
    CHECK(rounds == static_cast<int>((filed.back().value + 99) / 100));
    CHECK(found(school, "skrivare", school.amir).size() == 3);
    CHECK(finds(school, "säkring", school.amir, filed[1]));
    CHECK(finds(school, "giraff", school.amir, filed[0]));
    CHECK(!finds(school, "giraff", school.anna, filed[0]));
    CHECK(!search_store::read_backlog(school.database, school.clock.now()));

    const auto read = terms();
    run(school, "UPDATE search_backlog SET next_id = 1");
    while (search_store::read_backlog(school.database, school.clock.now())) {
    }
    CHECK(terms() == read);
}

TEST_CASE("the words of a held answer are found by colleagues at once, and by the requester when they see it", "[tickets][search]") {
    School school;
    const auto ticket = school.file("Skrivaren", "B017").id;
    const auto amir = school.person(school.amir);
    const auto answer = [&](const std::string& body, const std::string& token) {
        REQUIRE(school.desk->write(ticket, {.body = body, .undo = {token}}, amir, IdempotencyKey::random()));
    };
    const auto time_passes = [&] {
        school.clock.set(school.clock.now() + usual_undo_time);
        number_changes(school.database, school.clock.now());
    };
    answer("En giraff", "ett");
    CHECK(finds(school, "giraff", school.sara, ticket));
    CHECK_FALSE(finds(school, "giraff", school.anna, ticket));
    time_passes();
    CHECK(finds(school, "giraff", school.anna, ticket));

    answer("En tapir", "tre");
    CHECK(school.desk->undo("tre", amir).undone.size() == 1);
    time_passes();
    CHECK_FALSE(finds(school, "tapir", school.anna, ticket));
    CHECK_FALSE(finds(school, "tapir", school.amir, ticket));
}

TEST_CASE("a text that was withdrawn is found no more, unless its words stand elsewhere", "[tickets][search]") {
    School school;
    const auto ticket = school.file("Skrivaren", "B017").id;
    write(school, ticket, "En tapir", school.amir, true);
    write(school, ticket, "En giraff med en tapir, skrivaren", school.amir);
    REQUIRE(finds(school, "giraff", school.anna, ticket));
    run(school, "UPDATE ticket_messages SET withdrawn = 1 WHERE ticket_id = " + ticket.text() + " AND body LIKE '%giraff%'");
    school.database.in_transaction([&](db::Transaction& tx) { search_store::forget_withdrawn(tx, ticket, school.clock.now()); });
    CHECK(!finds(school, "giraff", school.anna, ticket));
    CHECK(!finds(school, "giraff", school.amir, ticket));
    CHECK(!finds(school, "tapir", school.anna, ticket));
    CHECK(finds(school, "tapir", school.amir, ticket));
    CHECK(finds(school, "skrivare", school.anna, ticket));
}
