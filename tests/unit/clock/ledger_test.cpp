#include "clock/ledger.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ansvar;
using namespace std::chrono_literals;
using clock::Followed;
using clock::Happening;
using clock::Hours;
using clock::Measure;
using clock::Target;
using Kind = Happening::Kind;

namespace {

/// "2026-03-27 15:30", by the clock on the wall.
Timestamp wall(const std::string& text) {
    const auto number = [&](std::size_t at, std::size_t digits) { return std::stoi(text.substr(at, digits)); };
    return from_stockholm(number(0, 4), number(5, 2), number(8, 2), number(11, 2), number(14, 2));
}

std::string on_the_wall(const std::optional<Timestamp>& time) {
    if (!time) {
        return "never";
    }
    const auto at = to_stockholm(*time);
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d", at.year, at.month, at.day, at.hour, at.minute);
    return text;
}

/// Open on some weekdays (ISO) of 2026 from an hour to an hour by the wall's clock, but for a few days.
std::shared_ptr<const Followed> year_of(const std::string& name, int weekdays, int opens, int closes, const std::string& first_off = "", const std::string& last_off = "") {
    std::vector<Hours::Stretch> open;
    for (auto day = wall("2026-01-01 12:00"); day < wall("2026-12-31 12:00"); day += 24h) {
        const auto at = to_stockholm(day);
        const auto date = on_the_wall(day).substr(0, 10);
        if (at.weekday <= weekdays && (date < first_off || date > last_off)) {
            const auto end = closes == 24 ? stockholm_midnight(day, 1) : from_stockholm(at.year, at.month, at.day, closes, 0);
            open.push_back({from_stockholm(at.year, at.month, at.day, opens, 0), end});
        }
    }
    return std::make_shared<const Followed>(Followed{.parts = {{Timestamp{}, name, 1}}, .hours = Hours{open}});
}

/// ITS Monday to Friday 8-16; SEK the same without the winter holiday; VAKT 7-18; NATT always.
std::shared_ptr<const Followed> followed_by(const std::string& role) {
    static const std::map<std::string, std::shared_ptr<const Followed>> all{{"ITS", year_of("ordinary", 5, 8, 16)},
                                                                            {"SEK", year_of("terms", 5, 8, 16, "2026-02-23", "2026-02-27")},
                                                                            {"VAKT", year_of("long", 5, 7, 18)},
                                                                            {"NATT", year_of("always", 7, 0, 24)}};
    return all.at(role);
}

const std::map<std::string, Kind> kinds{{"opened", Kind::Opened},       {"to", Kind::HandedOver}, {"works", Kind::WorkedOn},    {"waits", Kind::WaitsForRequester},
                                        {"supplier", Kind::WaitsForOther}, {"merged", Kind::Merged}, {"apart", Kind::Unmerged},    {"done", Kind::Done},
                                        {"ended", Kind::Done},          {"back", Kind::Reopened}, {"reopened", Kind::Reopened}, {"asked", Kind::Asked},
                                        {"answered", Kind::Answered},   {"aimed", Kind::Aimed},   {"told", Kind::Told}};

/// "2026-11-20 15:30 opened ITS, 2026-11-23 08:20 answered": `ended` and `reopened` by the requester; `aimed` at minutes for the solution.
std::vector<Happening> history(const std::string& text) {
    std::vector<Happening> list;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line, ',');) {
        std::istringstream words{line};
        std::string day, time, what, more;
        words >> day >> time >> what >> more;
        Happening one{.kind = kinds.at(what), .seq = std::ssize(list) + 1, .at = wall(day + " " + time)};
        one.role = one.kind == Kind::Opened || one.kind == Kind::HandedOver ? more : "";
        one.by_requester = what == "ended" || what == "reopened";
        if (one.kind == Kind::Aimed) {
            one.target = Target{.id = list.size() + 1, .resolution = std::stoll(more)};
        }
        if (one.kind == Kind::Told) {
            one.percent = std::stoll(more);
        }
        list.push_back(one);
    }
    return list;
}

std::string minutes(const std::optional<clock::Response>& response) { return response ? std::to_string(response->length.minutes()) : "-"; }

/// What was measured, in a line.
std::string told(const clock::Ledger& ledger) {
    std::string next;
    for (const auto& response : ledger.next_responses) {
        next += (next.empty() ? "" : "+") + std::to_string(response.length.minutes());
    }
    return "first " + minutes(ledger.first_response) + ", next " + (next.empty() ? "-" : next) + ", " + (ledger.resolved_at ? "done " : "so far ") +
           std::to_string(ledger.worked.minutes()) + ", paused " + std::to_string(ledger.paused.minutes()) + ", to role " + std::to_string(ledger.to_role.minutes()) +
           ", hops " + std::to_string(ledger.hops) + ", reopens " + std::to_string(ledger.reopens);
}

struct Case {
    std::string what, history, measured;
};

}  // namespace

TEST_CASE("what the clocks of a ticket measure, by hand", "[clock][ledger]") {
    const auto row = GENERATE(values<Case>({
        {"a weekend", "2026-11-20 15:30 opened ITS, 2026-11-23 08:20 answered, 2026-11-23 10:00 done",
         "first 50, next -, done 150, paused 0, to role 0, hops 0, reopens 0"},
        {"an evening", "2026-11-18 20:00 opened ITS, 2026-11-19 08:00 answered, 2026-11-19 09:15 done",
         "first 0, next -, done 75, paused 0, to role 0, hops 0, reopens 0"},
        {"a week off", "2026-02-20 15:00 opened SEK, 2026-03-02 09:00 answered, 2026-03-02 10:00 done",
         "first 120, next -, done 180, paused 0, to role 0, hops 0, reopens 0"},
        {"the night of 23 hours", "2026-03-28 23:00 opened NATT, 2026-03-29 04:00 answered", "first 240, next -, so far 240, paused 0, to role 0, hops 0, reopens 0"},
        {"the night of 25 hours", "2026-10-24 23:00 opened NATT, 2026-10-25 04:00 answered", "first 360, next -, so far 360, paused 0, to role 0, hops 0, reopens 0"},
        {"a pause inside a holiday", "2026-02-20 15:00 opened SEK, 2026-02-24 10:00 waits, 2026-02-26 10:00 works, 2026-03-02 09:00 done",
         "first 120, next -, done 120, paused 0, to role 0, hops 0, reopens 0"},
        {"a pause over a night", "2026-11-18 09:00 opened ITS, 2026-11-18 15:00 waits, 2026-11-19 09:30 works, 2026-11-19 10:00 done",
         "first 540, next -, done 390, paused 150, to role 0, hops 0, reopens 0"},
        {"one pause after another", "2026-11-18 09:00 opened ITS, 2026-11-18 10:00 waits, 2026-11-18 11:00 supplier, 2026-11-18 12:00 works",
         "first -, next -, so far 60, paused 120, to role 0, hops 0, reopens 0"},
        {"to a queue that is open longer", "2026-11-18 15:00 opened ITS, 2026-11-18 17:00 to VAKT, 2026-11-18 17:30 answered, 2026-11-19 08:00 done",
         "first 90, next -, done 180, paused 0, to role 60, hops 1, reopens 0"},
        {"there and back again", "2026-11-18 08:00 opened ITS, 2026-11-18 09:00 to SEK, 2026-11-18 11:00 to ITS, 2026-11-18 12:00 answered",
         "first 240, next -, so far 240, paused 0, to role 180, hops 2, reopens 0"},
        {"another area of the same queue", "2026-11-18 08:00 opened ITS, 2026-11-18 09:00 to ITS", "first -, next -, so far 60, paused 0, to role 0, hops 0, reopens 0"},
        {"merged and taken apart", "2026-11-18 08:00 opened ITS, 2026-11-18 09:00 merged, 2026-11-18 11:00 apart, 2026-11-18 11:30 answered, 2026-11-18 12:00 done",
         "first 90, next -, done 120, paused 120, to role 0, hops 0, reopens 0"},
        {"merged while it waited", "2026-11-18 08:00 opened ITS, 2026-11-18 09:00 waits, 2026-11-18 10:00 merged, 2026-11-18 11:00 apart, 2026-11-18 12:00 works",
         "first -, next -, so far 60, paused 180, to role 0, hops 0, reopens 0"},
        {"reopened", "2026-11-18 08:00 opened ITS, 2026-11-18 08:30 answered, 2026-11-18 09:00 done, 2026-11-19 08:00 reopened, 2026-11-19 08:45 answered, 2026-11-19 10:00 done",
         "first 30, next 45, done 180, paused 420, to role 0, hops 0, reopens 1"},
        {"reopened by an agent", "2026-11-18 08:00 opened ITS, 2026-11-18 09:00 done, 2026-11-18 10:00 back, 2026-11-18 11:00 answered",
         "first 60, next -, so far 120, paused 60, to role 0, hops 0, reopens 1"},
        {"questions, one of them twice", "2026-11-18 08:00 opened ITS, 2026-11-18 08:10 answered, 2026-11-18 09:00 asked, 2026-11-18 09:30 asked, 2026-11-18 10:00 supplier, "
         "2026-11-19 08:30 answered, 2026-11-19 09:00 asked, 2026-11-19 09:20 done",
         "first 10, next 450+20, done 120, paused 440, to role 0, hops 0, reopens 0"},
        {"a question before the first answer", "2026-11-18 08:00 opened ITS, 2026-11-18 09:00 asked, 2026-11-18 10:00 answered",
         "first 120, next -, so far 120, paused 0, to role 0, hops 0, reopens 0"},
        {"thanks for what is done", "2026-11-18 08:00 opened ITS, 2026-11-18 09:00 done, 2026-11-18 10:00 asked", "first 60, next -, done 60, paused 0, to role 0, hops 0, reopens 0"},
        {"ended by the requester", "2026-11-18 08:00 opened ITS, 2026-11-18 09:00 ended", "first -, next -, done 60, paused 0, to role 0, hops 0, reopens 0"},
        {"a question taken back by its end", "2026-11-18 08:00 opened ITS, 2026-11-18 08:30 answered, 2026-11-18 09:00 asked, 2026-11-18 10:00 ended",
         "first 30, next -, done 120, paused 0, to role 0, hops 0, reopens 0"},
    }));
    CAPTURE(row.what);
    const auto happenings = history(row.history);
    const auto ledger = count(happenings, followed_by, happenings.back().at);
    CHECK(told(ledger) == row.measured);
    CHECK(std::all_of(ledger.stretches.begin() + 1, ledger.stretches.end(), [&](const auto& one) { return one.from == (&one - 1)->to && one.from < one.to; }));
}

TEST_CASE("seconds are kept until the sum", "[clock][ledger]") {
    std::vector<Happening> happenings = history("2026-11-18 08:00 opened ITS, 2026-11-18 08:10 waits, 2026-11-18 08:20 works, 2026-11-18 08:30 done");
    happenings[1].at += 40s;
    happenings[3].at += 30s;
    const auto ledger = count(happenings, followed_by, happenings.back().at);
    CHECK(ledger.worked.work == 21min + 10s);  // 10:40 and 10:30
    CHECK(ledger.worked.minutes() == 21);
}

TEST_CASE("when a ticket falls due, by the target in force", "[clock][ledger]") {
    struct Due {
        std::string what, history, due;
    };
    const auto row = GENERATE(values<Due>({
        {"two days of work", "2026-11-18 08:00 opened ITS, 2026-11-18 08:00 aimed 960", "2026-11-19 16:00"},
        {"over a weekend", "2026-11-20 15:00 opened ITS, 2026-11-20 15:00 aimed 120", "2026-11-23 09:00"},
        {"more urgent: it was due already", "2026-11-18 08:00 opened ITS, 2026-11-18 08:00 aimed 960, 2026-11-18 12:00 aimed 120", "2026-11-18 10:00"},
        {"less urgent", "2026-11-18 08:00 opened ITS, 2026-11-18 08:00 aimed 960, 2026-11-18 12:00 aimed 2400", "2026-11-24 16:00"},
        {"each queue by its own calendar", "2026-11-18 15:00 opened ITS, 2026-11-18 15:00 aimed 960, 2026-11-18 17:00 to VAKT", "2026-11-20 10:00"},
        {"moved on by a pause", "2026-11-18 08:00 opened ITS, 2026-11-18 08:00 aimed 480, 2026-11-18 10:00 waits, 2026-11-18 13:00 works", "2026-11-19 11:00"},
        {"as if it ran, while it waits", "2026-11-18 08:00 opened ITS, 2026-11-18 08:00 aimed 480, 2026-11-18 10:00 waits", "2026-11-18 16:00"},
        {"nothing promised", "2026-11-18 08:00 opened ITS", "never"},
    }));
    CAPTURE(row.what);
    const auto happenings = history(row.history);
    CHECK(on_the_wall(count(happenings, followed_by, happenings.back().at).due()) == row.due);
}

TEST_CASE("what falls due next is the first that is not kept yet", "[clock][ledger]") {
    auto happenings = history("2026-11-18 08:00 opened ITS");
    happenings[0].target = Target{.id = 1, .first_response = 60, .next_response = 30, .resolution = 480};
    const auto due = [&] { return on_the_wall(count(happenings, followed_by, happenings.back().at).due()); };
    CHECK(due() == "2026-11-18 09:00");
    happenings.push_back({.kind = Kind::Answered, .seq = 2, .at = wall("2026-11-18 08:40")});
    CHECK(due() == "2026-11-18 16:00");
    happenings.push_back({.kind = Kind::Asked, .seq = 3, .at = wall("2026-11-18 11:00")});
    CHECK(due() == "2026-11-18 11:30");
    happenings.push_back({.kind = Kind::Done, .seq = 4, .at = wall("2026-11-18 11:10")});
    CHECK(due() == "2026-11-18 16:00");
}

TEST_CASE("the next steps are those not taken, of clocks that run", "[clock][ledger]") {
    const std::vector<clock::Step> steps{{Measure::Resolution, 50}, {Measure::Resolution, 100}, {Measure::Resolution, 200}};
    const auto next = [&](const std::string& text) {
        const auto happenings = history(text);
        const auto ledger = count(happenings, followed_by, happenings.back().at, steps);
        return ledger.moments.empty() ? "none" : std::to_string(ledger.moments.front().step.percent) + " " + on_the_wall(ledger.moments.front().at);
    };
    const std::string opened = "2026-11-18 08:00 opened ITS, 2026-11-18 08:00 aimed 240";
    CHECK(next(opened) == "50 2026-11-18 10:00");
    CHECK(next(opened + ", 2026-11-18 10:00 told 50") == "100 2026-11-18 12:00");
    CHECK(next(opened + ", 2026-11-18 12:00 told 100") == "200 2026-11-18 16:00");  // the one before was passed over
    CHECK(next(opened + ", 2026-11-18 16:00 told 200") == "none");
    CHECK(next(opened + ", 2026-11-18 09:00 waits") == "none");
    CHECK(next(opened + ", 2026-11-18 09:00 waits, 2026-11-18 11:00 works") == "50 2026-11-18 12:00");
    CHECK(next(opened + ", 2026-11-18 09:00 merged") == "none");
    CHECK(next(opened + ", 2026-11-18 09:00 done") == "none");
    CHECK(next(opened + ", 2026-11-18 12:00 told 100, 2026-11-18 13:00 to VAKT") == "50 2026-11-18 10:00");   // the new queue is told, too
    CHECK(next(opened + ", 2026-11-18 12:00 told 100, 2026-11-18 13:00 aimed 480") == "50 2026-11-18 12:00");
    CHECK(next(opened + ", 2026-11-18 12:00 told 100, 2026-11-18 13:00 to ITS") == "200 2026-11-18 16:00");
}

TEST_CASE("a stretch ends where its calendar gets another version", "[clock][ledger]") {
    const auto twice = std::make_shared<const Followed>(
        Followed{.parts = {{Timestamp{}, "ordinary", 1}, {wall("2026-11-19 00:00"), "ordinary", 2}}, .hours = followed_by("ITS")->hours});
    const auto happenings = history("2026-11-18 15:00 opened ITS, 2026-11-19 09:00 answered");
    const auto ledger = count(happenings, [&](const std::string&) { return twice; }, happenings.back().at);
    REQUIRE(ledger.stretches.size() == 2);
    CHECK(ledger.stretches[0].version == 1);
    CHECK(ledger.stretches[0].length.minutes() == 60);
    CHECK(ledger.stretches[1].version == 2);
    CHECK(ledger.stretches[1].length.minutes() == 60);
}

TEST_CASE("what no ticket goes through is refused", "[clock][ledger]") {
    const auto counted = [](const std::string& text) {
        const auto happenings = history(text);
        return count(happenings, followed_by, wall("2026-12-01 08:00"));
    };
    CHECK_THROWS_AS(counted(""), std::invalid_argument);
    CHECK_THROWS_AS(counted("2026-11-18 08:00 answered"), std::invalid_argument);
    CHECK_THROWS_AS(counted("2026-11-18 08:00 opened ITS, 2026-11-18 09:00 opened ITS"), std::invalid_argument);
    CHECK_THROWS_AS(counted("2026-11-18 08:00 opened ITS, 2026-11-18 07:00 waits"), std::invalid_argument);
}

namespace {

const std::array<std::string, 4> queues{"ITS", "SEK", "VAKT", "NATT"};

/// Every minute of the weeks around both changes of the clock: is the queue open?
class Minutes {
public:
    Minutes(Timestamp from, Timestamp to) : from_(from) {
        for (const auto& queue : queues) {
            auto& open = open_[queue];
            for (auto at = from; at < to; at += 1min) {
                const auto& stretches = followed_by(queue)->hours.stretches();
                open.push_back(std::any_of(stretches.begin(), stretches.end(), [&](const auto& one) { return one.from <= at && at < one.to; }));
            }
        }
    }
    bool is_open(const std::string& queue, Timestamp at) const { return open_.at(queue)[static_cast<std::size_t>((at - from_) / 1min)]; }

private:
    Timestamp from_;
    std::map<std::string, std::vector<bool>> open_;
};

/// The measures again, minute by minute and by other code: what is so during this minute decides what it counts for.
struct ByTheMinute {
    std::string queue;
    bool done = false, merged = false, waits = false, answered = false, asks = false;
    std::int64_t worked = 0, rested = 0, waited = 0, question = 0, to_role = 0, first = -1;
    std::vector<std::int64_t> next;

    void happens(const Happening& one) {
        switch (one.kind) {
            case Kind::Opened: queue = one.role; break;
            case Kind::HandedOver:
                to_role = one.role == queue ? to_role : waited;
                queue = one.role;
                break;
            case Kind::WorkedOn: waits = false; break;
            case Kind::WaitsForRequester:
            case Kind::WaitsForOther: waits = true; break;
            case Kind::Merged: merged = true; break;
            case Kind::Unmerged: merged = false; break;
            case Kind::Done:
                if (!one.by_requester) {
                    answer();
                }
                asks = waits = false;
                done = true;
                break;
            case Kind::Reopened:
                done = false;
                ask(one.by_requester);
                break;
            case Kind::Asked: ask(!done); break;
            case Kind::Answered: answer(); break;
            default: break;
        }
    }
    void ask(bool really) {
        if (really && answered && !asks) {
            asks = true;
            question = 0;
        }
    }
    void answer() {
        if (!answered) {
            answered = true;
            first = waited;
        } else if (asks) {
            next.push_back(question);
        }
        asks = false;
    }
    void passes(bool open) {
        if (!open) {
            return;
        }
        if (!done && !merged && !waits) {
            ++worked;
        } else {
            ++rested;
        }
        if (!done && !merged) {
            ++waited;
            question += asks ? 1 : 0;
        }
    }
};

/// What may happen next to a ticket in this state.
Happening draw(std::mt19937& random, const ByTheMinute& now, const Timestamp& at) {
    const auto one_of = [&](std::initializer_list<Kind> choices) { return *(choices.begin() + static_cast<std::ptrdiff_t>(random() % choices.size())); };
    const auto kind = now.done     ? one_of({Kind::Reopened, Kind::Asked, Kind::Answered, Kind::Told})
                      : now.merged ? one_of({Kind::Unmerged, Kind::Aimed, Kind::Done})
                                   : one_of({Kind::HandedOver, Kind::WorkedOn, Kind::WaitsForRequester, Kind::WaitsForOther, Kind::Merged, Kind::Done, Kind::Asked,
                                             Kind::Asked, Kind::Answered, Kind::Aimed});
    Happening one{.kind = kind, .at = at, .by_requester = random() % 2 == 0};
    if (kind == Kind::HandedOver) {
        one.role = queues[random() % queues.size()];
    }
    return one;
}

}  // namespace

TEST_CASE("the ledger of any history is what its minutes add up to, one by one", "[clock][ledger]") {
    std::mt19937 random{2026};
    const std::array weeks{wall("2026-02-16 00:00"), wall("2026-03-23 00:00"), wall("2026-10-19 00:00")};
    std::vector<Minutes> known;
    for (const auto& week : weeks) {
        known.emplace_back(week, week + 24h * 60);
    }
    for (int round = 0; round < 10'000; ++round) {
        const auto place = random() % weeks.size();
        auto at = weeks[place] + 1min * (random() % 10'000);
        const auto promised = static_cast<std::int64_t>(random() % 2000);
        std::vector<Happening> happenings{{.kind = Kind::Opened, .at = at, .role = queues[random() % queues.size()], .target = Target{.id = 1, .resolution = promised}}};
        ByTheMinute slow;
        slow.happens(happenings.front());
        for (auto left = random() % 10; left > 0; --left) {
            for (auto minutes = random() % 3 == 0 ? 0 : random() % 700; minutes > 0; --minutes, at += 1min) {
                slow.passes(known[place].is_open(slow.queue, at));
            }
            happenings.push_back(draw(random, slow, at));
            slow.happens(happenings.back());
        }
        const auto ledger = count(happenings, followed_by, at);
        std::vector<std::int64_t> next;
        for (const auto& response : ledger.next_responses) {
            next.push_back(response.length.minutes());
        }
        std::map<bool, clock::Length> sums;  // of what is told stretch by stretch: running, and not
        for (const auto& stretch : ledger.stretches) {
            sums[stretch.mode == clock::Stretch::Mode::Running] += stretch.length;
        }
        const bool agrees = ledger.worked.work == 1min * slow.worked && sums[true].work == 1min * slow.worked && sums[false].work == 1min * slow.rested && ledger.to_role.work == 1min * slow.to_role &&
                            (ledger.first_response ? ledger.first_response->length.minutes() : -1) == slow.first && next == slow.next;
        if (!agrees) {
            CAPTURE(round, told(ledger), slow.worked, slow.rested, slow.to_role, slow.first);
            FAIL("counted otherwise");
        }
        if (!slow.done && !slow.merged && !slow.waits && slow.worked < promised) {  // and when it falls due
            while (slow.worked < promised) {
                slow.passes(known[place].is_open(slow.queue, at));
                at += 1min;
            }
            REQUIRE(on_the_wall(ledger.resolution_due) == on_the_wall(at));
        }
    }
    SUCCEED();
}
