#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

#include "school.hpp"
#include "tickets/change.hpp"
#include "tickets/queue.hpp"

using namespace ansvar;
using namespace ansvar::tickets;
using tests::School;

namespace {

std::vector<std::uint64_t> numbers(const std::vector<QueueRow>& rows) {
    std::vector<std::uint64_t> out;
    for (const auto& row : rows) {
        out.push_back(row.id.value);
    }
    return out;
}

bool put_off(School& school, TicketId id, Timestamp until) {
    return static_cast<bool>(school.desk->change(id, Action::Handle, school.person(school.amir), {}, [&](Change& change) -> std::optional<Refusal> {
        change.snooze(until);
        return {};
    }));
}

/// A school's tickets in every state a queue can hold: with somebody, put off, confidential, for named readers alone.
std::vector<TicketId> file_all_kinds(School& school, std::mt19937& dice) {
    const auto amir = school.person(school.amir);
    std::vector<TicketId> filed;
    const auto odds = [&](unsigned in) { return dice() % in == 0; };
    for (int i = 0; i < 60; ++i) {
        const auto id = school.file("Skrivaren " + std::to_string(i), "B017", odds(4) ? school.jonas : school.anna).id;
        filed.push_back(id);
        if (odds(3)) {
            REQUIRE(school.desk->assign(id, odds(2) ? school.amir : school.sara, amir));
        }
        if (odds(4)) {
            REQUIRE(school.desk->set_priority(id, odds(2) ? Priority::Urgent : Priority::Low, amir));
        }
        if (odds(4)) {
            REQUIRE(school.desk->set_state(id, odds(2) ? State::WaitingRequester : State::WaitingOther, amir));
        }
        if (odds(5)) {
            REQUIRE(put_off(school, id, school.clock.now() + std::chrono::days{3}));
        }
        if (odds(6)) {
            REQUIRE(school.desk->set_state(id, State::Resolved, amir));
        }
        if (odds(4)) {
            REQUIRE(school.desk->set_confidentiality(id, odds(2) ? Confidentiality::Named : Confidentiality::Queue, "", amir, {}));
            if (odds(2)) {
                REQUIRE(school.desk->add_reader(id, "erik@skola.example", "Behövs", school.person(school.amir), {}));
            }
        }
    }
    return filed;
}

std::vector<std::uint64_t> all_pages(const Queue& queue, QueueView view, std::size_t page_size) {
    std::vector<std::uint64_t> collected;
    std::optional<QueueCursor> after;
    do {
        auto page = queue.page(view, after, page_size);
        for (const auto number : numbers(page.rows)) {
            collected.push_back(number);
        }
        after = page.next;
    } while (after);
    return collected;
}

}  // namespace

TEST_CASE("a queue is ordered by due time, paused tickets last, and pages meet without gap or double", "[tickets]") {
    School school;
    const auto amir = school.person(school.amir);
    std::vector<TicketId> filed;
    for (int i = 0; i < 7; ++i) {
        filed.push_back(school.file("Skrivaren " + std::to_string(i), "B017").id);
    }
    REQUIRE(school.desk->set_priority(filed[4], Priority::Urgent, amir));
    REQUIRE(school.desk->set_state(filed[0], State::WaitingOther, amir));
    const auto [all, paged, counts, waiting] = school.database.read([&](db::Session& session) {
        const Queue queue{session, RoleCode{"ITS"}, amir, school.clock.now()};
        std::vector<QueueRow> collected;
        std::optional<QueueCursor> after;
        do {
            auto page = queue.page(QueueView::All, after, 2);
            collected.insert(collected.end(), page.rows.begin(), page.rows.end());
            after = page.next ? QueueCursor::parse(page.next->text()) : std::nullopt;
        } while (after);
        return std::tuple{queue.page(QueueView::All, {}, 200), collected, queue.counts(), queue.page(QueueView::Waiting, {}, 10)};
    });
    CHECK(numbers(all.rows) == std::vector<std::uint64_t>{filed[4].value, filed[1].value, filed[2].value, filed[3].value, filed[5].value, filed[6].value, filed[0].value});
    CHECK(numbers(paged) == numbers(all.rows));
    CHECK(counts.all == 7);
    CHECK(counts.waiting == 1);
    CHECK(counts.unassigned == 7);
    CHECK(numbers(waiting.rows) == std::vector<std::uint64_t>{filed[0].value});
}

TEST_CASE("the count of each tab agrees with all its pages, whoever looks", "[tickets]") {
    const auto seed = GENERATE(1U, 2U, 3U);
    CAPTURE(seed);
    std::mt19937 dice{seed};
    School school;
    file_all_kinds(school, dice);
    for (const auto reader_id : {school.amir, school.sara, school.rebecka, school.erik, school.anna, school.vera}) {
        const auto reader = school.person(reader_id);
        CAPTURE(reader.name);
        school.database.read([&](db::Session& session) {
            const Queue queue{session, RoleCode{"ITS"}, reader, school.clock.now() + std::chrono::hours{3}};
            const auto counts = queue.counts();
            for (const auto view : {QueueView::All, QueueView::Mine, QueueView::Unassigned, QueueView::Due, QueueView::Waiting}) {
                CAPTURE(name(view));
                auto found = all_pages(queue, view, 7);
                CHECK(counts.of(view) == static_cast<std::int64_t>(found.size()));
                std::sort(found.begin(), found.end());
                CHECK(std::adjacent_find(found.begin(), found.end()) == found.end());
            }
            CHECK(counts.all > 0);
        });
    }
    // Named readers alone see some that those who work in the queue do not.
    const auto amir = school.person(school.amir), sara = school.person(school.sara), erik = school.person(school.erik), rebecka = school.person(school.rebecka);
    school.database.read([&](db::Session& session) {
        const auto all = [&](const identity::Person& person) { return Queue{session, RoleCode{"ITS"}, person, school.clock.now()}.counts().all; };
        CHECK(all(amir) > all(sara));
        CHECK(all(erik) > all(rebecka));
    });
}

TEST_CASE("a ticket that is put off stands with those that wait until it is back", "[tickets]") {
    School school;
    const auto amir = school.person(school.amir);
    const auto first = school.file("Skrivaren 1", "B017").id, second = school.file("Skrivaren 2", "B017").id;
    const auto until = school.clock.now() + std::chrono::days{5};
    REQUIRE(put_off(school, first, until));
    school.database.read([&](db::Session& session) {
        const Queue queue{session, RoleCode{"ITS"}, amir, school.clock.now()};
        const auto waiting = queue.page(QueueView::Waiting, {}, 10).rows;
        REQUIRE(numbers(waiting) == std::vector<std::uint64_t>{first.value});
        CHECK(waiting[0].snoozed_until == until);
        CHECK(waiting[0].rests());
        CHECK(numbers(queue.page(QueueView::All, {}, 10).rows) == std::vector<std::uint64_t>{second.value, first.value});
        CHECK(queue.counts().waiting == 1);
        CHECK(queue.counts().due == 1);  // the other one: its first answer falls due today
    });
}

TEST_CASE("a cursor that somebody made up is refused", "[tickets]") {
    for (const auto* text : {"", "x", "1-", "-1", "1-2-3", "99999999999999999999-1", "1-99999999999999999999", "-5-1"}) {
        CAPTURE(text);
        CHECK(!QueueCursor::parse(text));
    }
}
