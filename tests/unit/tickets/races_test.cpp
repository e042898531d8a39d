// Ten thousand people change one ticket at the same time: what was accepted is there, once, and what was refused is not.
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>

#include "school.hpp"
#include "tickets/tags.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;

namespace {

constexpr int threads = 8, tries_each = 1250;

/// What one thread did: how many of its changes were accepted, and the events they wrote.
struct Tally {
    std::int64_t accepted = 0, refused = 0, events = 0;
    std::vector<std::string> notes;
};

/// Changes the ticket in the version it was read in, in one of four ways, each of which moves something every time it is accepted.
void race(School& school, TicketId id, const identity::Person& by, int thread, Tally& tally) {
    for (int i = 0; i < tries_each; ++i) {
        const auto before = school.ticket(id);
        const auto mark = std::to_string(thread) + "-" + std::to_string(i);
        const auto result = [&]() -> Result<Ticket, Refusal> {
            switch (i % 4) {
                case 0: {
                    auto written = school.desk->write(id, {.is_note = true, .body = mark}, by, IdempotencyKey::random(), before.version);
                    if (!written) {
                        return refuse(std::move(written.error()));
                    }
                    tally.notes.push_back(mark);
                    return std::move(written->ticket);
                }
                case 1: return tags::change(*school.desk, id, {thread % 2 == 0 ? "jämn" : "udda"}, {thread % 2 == 0 ? "udda" : "jämn"}, by, before.version);
                case 2: return school.desk->set_priority(id, before.priority == Priority::High ? Priority::Low : Priority::High, by, before.version);
                default: return school.desk->set_state(id, before.state == State::InProgress ? State::WaitingOther : State::InProgress, by, before.version);
            }
        }();
        if (!result) {
            ++tally.refused;
            if (result.error().kind != Refusal::Kind::Changed) {
                throw std::runtime_error("refused for another reason than that somebody was faster");
            }
        } else if (result->version == before.version) {
            ++tally.refused;  // the tag was there already: no change
        } else {
            ++tally.accepted;
            tally.events += result->last_seq - before.last_seq;
        }
    }
}

}  // namespace

TEST_CASE("of ten thousand changes at once to one ticket none that was accepted is lost, and none that was refused is there", "[tickets]") {
    School school;
    const auto id = school.file("Alla vill ändra i det här", "B003").id;
    const std::array people{school.person(school.amir), school.person(school.sara)};
    std::array<Tally, threads> tallies;
    std::atomic<bool> failed = false;
    std::vector<std::thread> racers;
    for (int thread = 0; thread < threads; ++thread) {
        racers.emplace_back([&, thread] {
            try {
                race(school, id, people[static_cast<std::size_t>(thread % 2)], thread, tallies[static_cast<std::size_t>(thread)]);
            } catch (const std::exception&) {
                failed = true;
            }
        });
    }
    for (auto& racer : racers) {
        racer.join();
    }
    REQUIRE_FALSE(failed);

    Tally all;
    for (const auto& tally : tallies) {
        all.accepted += tally.accepted;
        all.refused += tally.refused;
        all.events += tally.events;
        all.notes.insert(all.notes.end(), tally.notes.begin(), tally.notes.end());
    }
    CHECK(all.accepted + all.refused == threads * tries_each);
    CHECK(all.accepted > 100);
    const auto after = school.ticket(id);
    CHECK(after.version == 1 + all.accepted);
    CHECK(all.events == all.accepted);  // each of these changes is one event
    CHECK(after.last_seq == 1 + all.accepted);
    const auto timeline = school.database.read([&](db::Session& session) { return ticket_store::timeline(session, id, true, school.clock.now()); });
    CHECK(std::ssize(timeline) == after.last_seq);
    std::vector<std::string> notes;
    for (std::size_t at = 0; at < timeline.size(); ++at) {
        CHECK(timeline[at].event.seq == static_cast<std::int64_t>(at) + 1);
        if (timeline[at].is_note) {
            notes.push_back(*timeline[at].body);
        }
    }
    std::sort(notes.begin(), notes.end());
    std::sort(all.notes.begin(), all.notes.end());
    CHECK(notes == all.notes);
}
