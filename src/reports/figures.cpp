#include "reports/figures.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace ansvar::reports {

namespace {

constexpr std::uint32_t week_seconds = 7 * 24 * 3600;

struct Span {
    explicit Span(const Period& period) : from(seconds(period.starts_at)), to(seconds(period.ends_at)) {}
    bool holds(std::uint32_t second) const { return second >= from && second < to; }  // nothing is after every end
    std::uint32_t from, to;
};

/// Who is behind a time: up to as many as make it no secret.
class Requesters {
public:
    void add(std::uint32_t requester) {
        if (some_.size() < fewest_requesters && std::find(some_.begin(), some_.end(), requester) == some_.end()) {
            some_.push_back(requester);
        }
    }
    bool are_few() const { return some_.size() < fewest_requesters; }

private:
    std::vector<std::uint32_t> some_;
};

bool are_few(const Spread& times, const Requesters& of) {
    return times.count < fewest_of_unit || of.are_few();
}

/// What becomes a line.
struct Gathered {
    Line line;
    MinuteList first, resolution;
    Requesters of_first, of_resolution;

    Line finished(bool hides) const {
        Line done = line;
        done.first_response = first.spread();
        done.resolution = resolution.spread();
        done.hides_first = hides && are_few(done.first_response, of_first);
        done.hides_resolution = hides && are_few(done.resolution, of_resolution);
        return done;
    }
};

struct WeekCounts {
    MinuteCounts first;
    std::int64_t in = 0, out = 0;
};

void count(Share& share, const Fact& fact, Fact::Flag within, Fact::Flag late) {
    share.part += fact.has(within) ? 1 : 0;
    share.whole += fact.has(within) || fact.has(late) ? 1 : 0;
}

/// One walk over the facts.
class Walk {
public:
    Walk(const Table& table, const Question& question, Timestamp now, const clock::Hours& hours, const routing::Matrix& matrix)
        : table_(table), asked_(table, question.filter, question.scope, matrix), now_(seconds(now)), span_(question.period), today_(reports::today(now)),
          weeks_(weeks_of(question.period)), first_monday_(seconds(weeks_.front().period.starts_at)), week_counts_(weeks_.size()),
          ages_(age_limits(now, hours)), arrivals_(question.period), hides_(question.group == Group::Unit || question.hides_few) {
        figures_.as_of = now;
        figures_.question = question;
        number_groups(question.group, matrix);
        for (const auto& week : weeks_) {
            week_starts_.push_back(seconds(week.period.starts_at));
        }
        week_starts_.push_back(seconds(weeks_.back().period.ends_at));
        for (std::size_t reason = 0; reason < table.reasons.size(); ++reason) {
            is_routed_.push_back(table.reasons[reason] == "classified" || table.reasons[reason] == "emergency");
        }
    }

    Figures run() {
        for (const auto& fact : table_.tickets()) {
            if (asked_.about(fact)) {
                take(fact);
            }
        }
        for (const auto& later : table_.later()) {
            if (later.fact != nothing && span_.holds(later.answered_at) && asked_.about(table_.tickets()[later.fact])) {
                take(later);
            }
        }
        return finish();
    }

private:
    void number_groups(Group group, const routing::Matrix& matrix) {
        const auto& words = group == Group::Role ? table_.roles : group == Group::Unit ? table_.units : table_.areas;
        std::map<std::string, std::uint16_t> numbers;
        for (std::size_t word = 0; word < words.size(); ++word) {
            auto key = group == Group::Level ? level_of(matrix, words[word]) : words[word].empty() ? std::string{none_of_it} : words[word];
            const auto number = numbers.try_emplace(key, static_cast<std::uint16_t>(numbers.size())).first->second;
            if (number == groups_.size()) {
                groups_.emplace_back().line.key = std::move(key);
            }
            group_numbers_.push_back(number);
        }
        group_ = group;
    }

    Gathered& group_of(const Fact& fact) {
        return groups_[group_numbers_[group_ == Group::Role ? fact.role : group_ == Group::Unit ? fact.unit : fact.area]];
    }

    WeekCounts* week_of(std::uint32_t second) {
        if (second < first_monday_ || second == nothing) {
            return nullptr;
        }
        // The week of a change of the clock is an hour shorter or longer: then it is the next or the one before.
        auto place = static_cast<std::size_t>((second - first_monday_) / week_seconds);
        if (place <= weeks_.size() && second < week_starts_[place]) {
            --place;
        } else if (place < weeks_.size() && second >= week_starts_[place + 1]) {
            ++place;
        }
        return place < weeks_.size() && second < week_starts_.back() ? &week_counts_[place] : nullptr;
    }

    void take(const Fact& fact) {
        if (is_open(fact)) {
            take_open(fact);
        }
        if (auto* week = week_of(fact.opened_at)) {
            ++week->in;
        }
        if (auto* week = week_of(fact.resolved_at)) {
            ++week->out;
        }
        if (fact.first_minutes != nothing) {
            if (auto* week = week_of(fact.answered_at)) {
                week->first.add(fact.first_minutes);
            }
        }
        figures_.opened_today += today_.holds(fact.opened_at) ? 1 : 0;
        if (span_.holds(fact.opened_at)) {
            take_new(fact);
        }
        if (span_.holds(fact.answered_at) && fact.first_minutes != nothing) {
            take_answered(fact);
        }
        if (span_.holds(fact.resolved_at)) {
            take_done(fact);
        }
    }

    void take_open(const Fact& fact) {
        for (auto* line : {&group_of(fact).line, &together_.line}) {
            ++line->open;
            line->late += is_late(fact, now_) ? 1 : 0;
            line->unassigned += fact.has(Fact::Unassigned) ? 1 : 0;
        }
        ++figures_.ages[age_of(fact.opened_at, ages_)];
        if (is_late(fact, now_) && (oldest_late_ == nullptr || fact.due_at < oldest_late_->due_at)) {
            oldest_late_ = &fact;
        }
    }

    void take_new(const Fact& fact) {
        for (auto* line : {&group_of(fact).line, &together_.line}) {
            ++line->opened;
            line->handed_over += fact.hops > 0 ? 1 : 0;
        }
        ++figures_.arrivals[arrivals_.of(fact.opened_at)];
        ++figures_.hops[std::min<std::size_t>(fact.hops, 2)];
        if (fact.hops > 0) {
            auto& door = doors_[std::uint64_t{fact.first_area} << 32U | std::uint64_t{fact.first_role} << 16U | fact.role];
            ++door.tickets;
            door.minutes += fact.right_role_minutes == nothing ? 0 : fact.right_role_minutes;
        }
        if (is_routed_[fact.reason]) {
            const std::size_t place = fact.version * table_.areas.size() + fact.first_area;
            if (place >= routed_.size()) {
                routed_.resize(table_.versions.size() * table_.areas.size());
            }
            ++routed_[place].whole;
            routed_[place].part += fact.hops == 0 ? 1 : 0;
        }
        rests_on(fact);
    }

    void rests_on(const Fact& fact) {
        if (fact.version >= versions_.size()) {
            versions_.resize(table_.versions.size());
        }
        versions_[fact.version] = 1;
    }

    /// The clock of a ticket that was handed over has followed the hours of both roles.
    void rests_on_time(const Fact& fact, std::uint32_t from, std::uint32_t to) {
        for (const auto role : {fact.role, fact.first_role}) {
            const std::size_t place = role * table_.units.size() + fact.unit;
            if (place >= times_.size()) {
                times_.resize(table_.roles.size() * table_.units.size(), {nothing, 0});
            }
            auto& [first, last] = times_[place];
            first = std::min(first, from);
            last = std::max(last, to);
        }
    }

    void take_answered(const Fact& fact) {
        rests_on(fact);
        rests_on_time(fact, fact.opened_at, fact.answered_at);
        auto& group = group_of(fact);
        group.first.add(fact.first_minutes);
        measured(Measure::FirstResponse).add(fact.first_minutes);
        clock(Measure::FirstResponse).add(clock_minutes(fact.opened_at, fact.answered_at));
        if (hides_) {
            group.of_first.add(fact.requester);
            together_.of_first.add(fact.requester);
        }
        for (auto* share : {&group.line.within, &figures_.measured[0].within}) {
            count(*share, fact, Fact::FirstWithin, Fact::FirstLate);
        }
    }

    void take_done(const Fact& fact) {
        ++figures_.out;
        rests_on(fact);
        if (!is_solved(fact)) {
            return;
        }
        rests_on_time(fact, fact.opened_at, fact.resolved_at);
        ++figures_.reopened.whole;
        figures_.reopened.part += fact.reopens > 0 ? 1 : 0;
        figures_.helped.whole += fact.survey != Fact::NotAsked ? 1 : 0;
        figures_.helped.part += fact.survey == Fact::Helped ? 1 : 0;
        if (fact.resolution_minutes != nothing) {
            auto& group = group_of(fact);
            group.resolution.add(fact.resolution_minutes);
            if (hides_) {
                group.of_resolution.add(fact.requester);
                together_.of_resolution.add(fact.requester);
            }
            measured(Measure::Resolution).add(fact.resolution_minutes);
            clock(Measure::Resolution).add(clock_minutes(fact.opened_at, fact.resolved_at));
            count(figures_.measured[2].within, fact, Fact::ResolutionWithin, Fact::ResolutionLate);
        }
        if (fact.right_role_minutes != nothing) {
            measured(Measure::RightRole).add(fact.right_role_minutes);
        }
    }

    void take(const Later& later) {
        rests_on(table_.tickets()[later.fact]);
        rests_on_time(table_.tickets()[later.fact], later.asked_at, later.answered_at);
        measured(Measure::NextResponse).add(later.minutes);
        clock(Measure::NextResponse).add(clock_minutes(later.asked_at, later.answered_at));
        auto& within = figures_.measured[1].within;
        within.part += later.flags == Fact::FirstWithin ? 1 : 0;
        within.whole += later.flags != 0 ? 1 : 0;
    }

    MinuteCounts& measured(Measure measure) { return working_[static_cast<std::size_t>(measure)]; }
    MinuteCounts& clock(Measure measure) { return clock_[static_cast<std::size_t>(measure)]; }

    Figures finish() {
        for (std::size_t measure = 0; measure < measures.size(); ++measure) {
            figures_.measured[measure].working = working_[measure].spread();
            figures_.measured[measure].clock = clock_[measure].spread();
        }
        finish_lines();
        for (std::size_t week = 0; week < weeks_.size(); ++week) {
            figures_.weeks.push_back({weeks_[week], week_counts_[week].first.spread(), week_counts_[week].in, week_counts_[week].out});
        }
        if (oldest_late_ != nullptr) {
            figures_.oldest_late = {RoleCode{table_.roles[oldest_late_->role]}, Timestamp{std::chrono::seconds{oldest_late_->due_at}}};
        }
        for (const auto& [key, door] : doors_) {
            figures_.doors.push_back(
                {table_.areas[key >> 32U], table_.roles[key >> 16U & 0xFFFFU], table_.roles[key & 0xFFFFU], door.tickets, door.minutes});
        }
        std::sort(figures_.doors.begin(), figures_.doors.end(),
                  [](const Door& a, const Door& b) { return std::tie(b.minutes, b.tickets, a.area, a.from, a.to) < std::tie(a.minutes, a.tickets, b.area, b.from, b.to); });
        finish_routed();
        finish_rests();
        return std::move(figures_);
    }

    void finish_lines() {
        for (const auto& group : groups_) {
            auto line = group.finished(hides_);
            if (line.open != 0 || line.opened != 0 || line.first_response.count != 0 || line.resolution.count != 0) {
                figures_.lines.push_back(std::move(line));
            }
        }
        std::sort(figures_.lines.begin(), figures_.lines.end(),
                  [](const Line& a, const Line& b) { return std::tie(b.opened, b.open, a.key) < std::tie(a.opened, a.open, b.key); });
        figures_.together = together_.line;
        figures_.together.first_response = figures_.measured[0].working;
        figures_.together.resolution = figures_.measured[2].working;
        figures_.together.within = figures_.measured[0].within;
        if (figures_.question.hides_few) {
            figures_.together.hides_first = are_few(figures_.together.first_response, together_.of_first);
            figures_.together.hides_resolution = are_few(figures_.together.resolution, together_.of_resolution);
        }
    }

    void finish_routed() {
        for (std::size_t place = 0; place < routed_.size(); ++place) {
            if (routed_[place].whole > 0) {
                figures_.routed.push_back({table_.versions[place / table_.areas.size()], table_.areas[place % table_.areas.size()], routed_[place].whole, routed_[place].part});
            }
        }
        const auto lost = [](const Routed& routed) { return routed.tickets - routed.kept; };
        std::sort(figures_.routed.begin(), figures_.routed.end(), [&](const Routed& a, const Routed& b) {
            return std::make_tuple(lost(b), b.tickets, a.area, a.version) < std::make_tuple(lost(a), a.tickets, b.area, b.version);
        });
    }

    void finish_rests() {
        for (std::size_t version = 0; version < versions_.size(); ++version) {
            if (versions_[version] != 0) {
                figures_.versions.push_back(table_.versions[version]);
            }
        }
        std::sort(figures_.versions.begin(), figures_.versions.end());
        for (std::size_t place = 0; place < times_.size(); ++place) {
            if (const auto& [from, to] = times_[place]; from != nothing) {
                figures_.counted_times.push_back({RoleCode{table_.roles[place / table_.units.size()]}, table_.units[place % table_.units.size()], from, to});
            }
        }
    }

    const Table& table_;
    Asked asked_;
    std::uint32_t now_;
    Span span_, today_;
    std::vector<Week> weeks_;
    std::uint32_t first_monday_;
    std::vector<std::uint32_t> week_starts_;  // and the last one's end
    std::vector<WeekCounts> week_counts_;
    std::array<std::uint32_t, 4> ages_;
    SchoolHours arrivals_;
    bool hides_;
    Figures figures_{};
    Group group_ = Group::Role;
    std::vector<std::uint16_t> group_numbers_;
    std::vector<Gathered> groups_;
    Gathered together_;
    std::array<MinuteCounts, measures.size()> working_, clock_;
    std::unordered_map<std::uint64_t, Door> doors_;  // by first area, first role and role
    std::vector<std::uint8_t> is_routed_, versions_;
    std::vector<Share> routed_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> times_;  // by role and unit: the first and the last second that was counted
    const Fact* oldest_late_ = nullptr;
};

}  // namespace

std::string_view name(Measure measure) {
    static constexpr std::array<std::string_view, measures.size()> names{"first_response", "next_response", "resolution", "right_role"};
    return names[static_cast<std::size_t>(measure)];
}

std::optional<Measure> measure_from(std::string_view word) {
    const auto found = std::find_if(measures.begin(), measures.end(), [&](Measure measure) { return name(measure) == word; });
    return found == measures.end() ? std::nullopt : std::optional{*found};
}

std::string_view name(Group group) {
    static constexpr std::array<std::string_view, 4> names{"role", "area", "level", "unit"};
    return names[static_cast<std::size_t>(group)];
}

std::uint32_t seconds(Timestamp time) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(whole, 0, nothing - 1));
}

std::uint32_t clock_minutes(std::uint32_t from, std::uint32_t to) {
    return to <= from ? 0 : (to - from) / 60;
}

bool is_open(const Fact& fact) {
    return fact.has(Fact::Open);
}

bool is_late(const Fact& fact, std::uint32_t now) {
    return is_open(fact) && fact.due_at < now;
}

bool is_solved(const Fact& fact) {
    return fact.resolved_at != nothing && static_cast<tickets::State>(fact.state) != tickets::State::Rejected;
}

bool was_routed(const Table& table, const Fact& fact) {
    return table.reasons[fact.reason] == "classified" || table.reasons[fact.reason] == "emergency";
}

std::array<std::uint32_t, 4> age_limits(Timestamp now, const clock::Hours& hours) {
    std::array<std::uint32_t, 4> limits{};
    for (std::size_t age = 0; age < limits.size(); ++age) {
        // The last second from which so many whole school days have passed: halved, as the calendar only counts forward.
        std::uint32_t low = 0, high = seconds(now);
        while (low + 1 < high) {
            const auto middle = low + (high - low) / 2;
            const auto passed = clock::working_minutes(Timestamp{std::chrono::seconds{middle}}, now, hours);
            (passed >= age_days[age] * school_day_minutes ? low : high) = middle;
        }
        limits[age] = low;
    }
    return limits;
}

std::size_t age_of(std::uint32_t opened_at, const std::array<std::uint32_t, 4>& limits) {
    std::size_t age = 0;
    while (age < limits.size() && opened_at <= limits[age]) {
        ++age;
    }
    return age;
}

SchoolHours::SchoolHours(const Period& period)
    : first_((seconds(period.starts_at) / 3600 - 1) / 24), known_((seconds(period.ends_at) / 3600 - 1) / 24 - first_ + 1, 0xFF) {}

std::uint8_t SchoolHours::of(std::uint32_t second) {
    const auto hour = second / 3600 - 1, day = hour / 24;
    auto& known = known_.at(day - first_);
    if (known == 0xFF) {
        const auto wall = to_stockholm(Timestamp{std::chrono::hours{day * 24 + 1}});
        known = static_cast<std::uint8_t>(24 * (wall.weekday - 1) + wall.hour);
    }
    return static_cast<std::uint8_t>((known + hour % 24) % (7 * 24));
}

Figures count_figures(const Table& table, const Question& question, Timestamp now, const clock::Hours& hours, const routing::Matrix& matrix) {
    return Walk{table, question, now, hours, matrix}.run();
}

}  // namespace ansvar::reports
