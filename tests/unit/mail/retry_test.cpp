#include <catch2/catch.hpp>

#include "mail/retry.hpp"

#include <vector>

using namespace ansvar;
using namespace ansvar::mail;
using namespace std::chrono_literals;

namespace {

const auto noon = *from_rfc3339("2026-11-23T11:00:00Z");

Letter fresh_letter() {
    Letter letter;
    letter.round_at = noon;
    return letter;
}

/// When a letter is tried that the server puts off every time.
std::vector<std::chrono::microseconds> attempts_at(Letter letter, double spread) {
    std::vector<std::chrono::microseconds> times{0us};
    for (auto now = noon;;) {
        const auto next = verdict(letter, Outcome::Later, now, spread);
        if (next.state != LetterState::Waiting) {
            CHECK(next.state == LetterState::Dead);
            return times;
        }
        now = next.due_at;
        ++letter.attempts;
        times.push_back(now - noon);
    }
}

}  // namespace

TEST_CASE("a letter is tried after 0, 1, 5, 15, 30 minutes, hourly for 22 times, then every four hours for five days", "[mail]") {
    const auto times = attempts_at(fresh_letter(), 0.5);
    const std::vector<std::chrono::microseconds> first{times.begin(), times.begin() + 6};
    CHECK(first == std::vector<std::chrono::microseconds>{0min, 1min, 6min, 21min, 51min, 111min});
    CHECK(times.at(4 + 22) - times.at(4) == 22h);
    CHECK(times.at(4 + 23) - times.at(4 + 22) == 4h);
    CHECK(times.back() <= 5 * 24h);
    CHECK(times.back() > 5 * 24h - 4h);
    CHECK(times.size() == 51);
}

TEST_CASE("letters that failed together do not come back together", "[mail]") {
    const auto [spread, wait] = GENERATE(table<double, std::chrono::seconds>({{0.0, 48s}, {0.5, 60s}, {1.0, 72s}}));
    CHECK(verdict(fresh_letter(), Outcome::Later, noon, spread).due_at - noon == wait);
}

TEST_CASE("a refusal is final and everything unclear is tried again", "[mail]") {
    const auto [outcome, state] = GENERATE(table<Outcome, LetterState>({{Outcome::Sent, LetterState::Sent},
                                                                        {Outcome::Refused, LetterState::Dead},
                                                                        {Outcome::Later, LetterState::Waiting},
                                                                        {Outcome::Lost, LetterState::Waiting}}));
    CHECK(verdict(fresh_letter(), outcome, noon, 0.5).state == state);
}

TEST_CASE("a link is not mailed when it would come too late", "[mail]") {
    auto letter = fresh_letter();
    letter.expires_at = noon + 15min;
    CHECK(verdict(letter, Outcome::Later, noon, 0.5).state == LetterState::Waiting);
    letter.attempts = 1;
    CHECK(verdict(letter, Outcome::Later, noon + 1min, 0.5).state == LetterState::Waiting);
    letter.attempts = 2;
    CHECK(verdict(letter, Outcome::Later, noon + 6min, 0.5).state == LetterState::Expired);
}

TEST_CASE("sending again starts the times over", "[mail]") {
    auto letter = fresh_letter();
    letter.attempts = 51;
    letter.attempts_before = 51;
    letter.round_at = noon + 240h;
    const auto next = verdict(letter, Outcome::Later, noon + 240h, 0.5);
    CHECK(next.state == LetterState::Waiting);
    CHECK(next.due_at == noon + 240h + 1min);
}
