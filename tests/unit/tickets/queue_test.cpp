#include <catch2/catch.hpp>

#include "school.hpp"
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

TEST_CASE("the counts of the tabs agree with their lists", "[tickets]") {
    School school;
    const auto amir = school.person(school.amir);
    for (int i = 0; i < 12; ++i) {
        const auto id = school.file("Skrivaren " + std::to_string(i), "B017").id;
        if (i % 3 == 0) {
            REQUIRE(school.desk->assign(id, school.amir, amir));
        }
        if (i % 4 == 0) {
            REQUIRE(school.desk->set_state(id, State::WaitingRequester, amir));
        }
        if (i % 5 == 0) {
            REQUIRE(school.desk->set_priority(id, Priority::Urgent, amir));
        }
    }
    school.database.read([&](db::Session& session) {
        const Queue queue{session, RoleCode{"ITS"}, amir, school.clock.now()};
        const auto counts = queue.counts();
        for (const auto view : {QueueView::All, QueueView::Mine, QueueView::Unassigned, QueueView::Due, QueueView::Waiting}) {
            CAPTURE(name(view));
            CHECK(counts.of(view) == static_cast<std::int64_t>(queue.page(view, {}, 200).rows.size()));
            CHECK(counts.of(view) > 0);
        }
    });
}

TEST_CASE("a cursor that somebody made up is refused", "[tickets]") {
    for (const auto* text : {"", "x", "1-", "-1", "1-2-3", "99999999999999999999-1", "1-99999999999999999999", "-5-1"}) {
        CAPTURE(text);
        CHECK(!QueueCursor::parse(text));
    }
}

TEST_CASE("a search takes % and _ as they stand", "[tickets]") {
    School school;
    school.file("Skärmen visar 100% rött", "B004");
    school.file("Skärmen är trasig", "B004");
    const auto amir = school.person(school.amir);
    school.database.read([&](db::Session& session) {
        const Queue queue{session, RoleCode{"ITS"}, amir, school.clock.now()};
        CHECK(queue.search("100%").size() == 1);
        CHECK(queue.search("%").size() == 1);
        CHECK(queue.search("_").empty());
        CHECK(queue.search("skärmen").size() == 2);
    });
}
