#include "clock/ledger.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

namespace ansvar::clock {

namespace {

using Kind = Happening::Kind;
using Mode = Stretch::Mode;

constexpr std::array<std::pair<Measure, std::string_view>, 3> measure_names{
    {{Measure::FirstResponse, "first_response"}, {Measure::NextResponse, "next_response"}, {Measure::Resolution, "resolution"}}};

/// A stretch of one queue and one cause, by whatever versions of its calendar.
struct Piece {
    Timestamp from;
    Mode mode = Mode::Running;
    Kind cause = Kind::Opened;
    std::int64_t seq = 0;
    std::string role;
    std::shared_ptr<const Followed> followed;

    /// Does somebody wait for a word during it?
    bool is_waited_in() const { return mode != Mode::Done && cause != Kind::Merged; }
    bool runs() const { return mode == Mode::Running; }
};

using Counts = bool (Piece::*)() const;

class Counting {
public:
    Counting(const FollowedBy& followed, std::span<const Step> steps) : follow_(followed), steps_(steps) {}

    void take(const Happening& one);
    Ledger finish(Timestamp as_of) &&;

private:
    void move(const Happening& one);
    void begin(const Happening& one);
    void answer(const Happening& one);
    void set(Measure measure) { taken_[measure] = 0; }
    void set_all();
    Mode mode() const { return is_done_ ? Mode::Done : merged_ || waits_ ? Mode::Paused : Mode::Running; }
    Kind cause_of_pause() const { return merged_ ? Kind::Merged : *waits_; }

    Timestamp end_of(std::size_t piece, Timestamp last) const { return piece + 1 < pieces_.size() ? pieces_[piece + 1].from : last; }
    Length length(Timestamp from, Timestamp to, Counts counts) const;
    std::optional<Timestamp> moment(Timestamp from, Hours::Span work, Counts counts) const;
    std::optional<Timestamp> moment(Measure measure, std::int64_t percent) const;
    void measure(Timestamp as_of);
    void tell_moments();
    void tell_stretches(Timestamp as_of);

    const FollowedBy& follow_;
    std::span<const Step> steps_;
    std::vector<Piece> pieces_;
    std::string role_;
    bool is_done_ = false;
    bool merged_ = false;
    std::optional<Kind> waits_;  ///< for whom
    Timestamp came_at_;          ///< to the role that has it
    std::optional<Timestamp> asked_;
    std::map<Measure, std::int64_t> taken_;
    Ledger ledger_;
};

void Counting::set_all() {
    for (const auto measure : all_measures) {
        set(measure);
    }
    ledger_.told = 0;
}

/// Is `next` no more than `last` going on?
bool goes_on(const Piece& last, const Piece& next) {
    return last.mode == next.mode && last.role == next.role && (next.mode != Mode::Paused || last.cause == next.cause);
}

/// A new piece, when the clock goes on otherwise than before.
void Counting::begin(const Happening& one) {
    const bool pauses = mode() == Mode::Paused;
    Piece piece{.from = one.at, .mode = mode(), .cause = pauses ? cause_of_pause() : one.kind, .seq = one.seq, .role = role_, .followed = follow_(role_)};
    if (!pieces_.empty() && pieces_.back().from == piece.from && !goes_on(pieces_.back(), piece)) {  // nothing lasted: the later one counts
        if (pieces_.back().mode == piece.mode && piece.runs()) {
            piece.cause = pieces_.back().cause;
            piece.seq = pieces_.back().seq;
        }
        pieces_.pop_back();
    }
    if (!pieces_.empty() && goes_on(pieces_.back(), piece)) {
        return;
    }
    pieces_.push_back(std::move(piece));
}

void Counting::answer(const Happening& one) {
    if (!ledger_.first_response) {
        const auto opened = pieces_.front().from;
        ledger_.first_response = Response{one.seq, opened, one.at, length(opened, one.at, &Piece::is_waited_in)};
    } else if (asked_) {
        ledger_.next_responses.push_back({one.seq, *asked_, one.at, length(*asked_, one.at, &Piece::is_waited_in)});
    }
    asked_.reset();
}

/// What the state, the queue and the ticket it goes on in are from now on.
void Counting::move(const Happening& one) {
    switch (one.kind) {
        case Kind::Opened:
        case Kind::HandedOver:
            if (one.kind == Kind::Opened || role_ != one.role) {
                ledger_.hops += one.kind == Kind::HandedOver ? 1 : 0;
                came_at_ = one.at;
                set_all();
            }
            role_ = one.role;
            break;
        case Kind::Rearranged: role_ = one.role; break;
        case Kind::WorkedOn:
            is_done_ = false;
            waits_.reset();
            break;
        case Kind::WaitsForRequester:
        case Kind::WaitsForOther:
            is_done_ = false;
            waits_ = one.kind;
            break;
        case Kind::Merged:
        case Kind::Unmerged: merged_ = one.kind == Kind::Merged; break;
        case Kind::Done:
            is_done_ = true;
            waits_.reset();
            break;
        case Kind::Reopened:
            is_done_ = false;
            ++ledger_.reopens;
            break;
        default: break;
    }
    begin(one);
}

void Counting::take(const Happening& one) {
    if (pieces_.empty() != (one.kind == Kind::Opened) || (!pieces_.empty() && one.at < pieces_.back().from)) {
        throw std::invalid_argument("a ticket is opened once, and then what happens is told in order");
    }
    const bool was_done = is_done_;
    move(one);
    if (is_done_ && !was_done) {
        ledger_.resolved_at = one.at;
        if (!one.by_requester) {
            answer(one);
        }
        asked_.reset();
    } else if (!is_done_) {
        ledger_.resolved_at.reset();
    }
    const bool asks = one.kind == Kind::Asked || (one.kind == Kind::Reopened && one.by_requester);
    if (asks && !is_done_ && ledger_.first_response && !asked_) {
        asked_ = one.at;
        set(Measure::NextResponse);
    }
    if (one.kind == Kind::Answered) {
        answer(one);
    }
    if (one.target && *one.target != ledger_.target) {
        ledger_.target = *one.target;
        set_all();
    }
    if (one.kind == Kind::Told) {
        taken_[one.measure] = std::max(taken_[one.measure], one.percent);
        ++ledger_.told;
    }
}

Length Counting::length(Timestamp from, Timestamp to, Counts counts) const {
    Length sum;
    for (std::size_t at = 0; at < pieces_.size(); ++at) {
        const auto begins = std::max(from, pieces_[at].from), ends = std::min(to, end_of(at, to));
        if ((pieces_[at].*counts)() && begins < ends) {
            sum += {.work = pieces_[at].followed->hours.worked(begins, ends), .wall = ends - begins};
        }
    }
    return sum;
}

/// When `work` has passed since `from` in the pieces that count; as if it ran from when it stands still, where it has not.
std::optional<Timestamp> Counting::moment(Timestamp from, Hours::Span work, Counts counts) const {
    for (std::size_t at = 0; at < pieces_.size(); ++at) {
        const auto begins = std::max(from, pieces_[at].from);
        const bool is_last = std::none_of(pieces_.begin() + static_cast<std::ptrdiff_t>(at) + 1, pieces_.end(),
                                          [&](const Piece& later) { return (later.*counts)(); });
        const auto& hours = (is_last ? pieces_.back() : pieces_[at]).followed->hours;
        if (is_last && !(pieces_[at].*counts)()) {
            return hours.after(begins, work);
        }
        const auto ends = at + 1 < pieces_.size() ? std::optional{pieces_[at + 1].from} : std::nullopt;
        if (!(pieces_[at].*counts)() || (ends && *ends <= begins)) {
            continue;
        }
        const auto& own = pieces_[at].followed->hours;
        const auto passed = ends ? own.worked(begins, *ends) : work;
        if (passed >= work) {
            return own.after(begins, work);
        }
        work -= passed;
    }
    return {};
}

std::optional<Timestamp> Counting::moment(Measure measure, std::int64_t percent) const {
    const auto& promised = minutes_of(ledger_.target, measure);
    if (!promised || (measure == Measure::NextResponse && !asked_)) {
        return {};
    }
    const auto from = measure == Measure::NextResponse ? *asked_ : pieces_.front().from;
    const auto work = std::chrono::duration_cast<Hours::Span>(std::chrono::minutes{*promised}) * percent / 100;
    return moment(from, work, measure == Measure::Resolution ? &Piece::runs : &Piece::is_waited_in);
}

void Counting::measure(Timestamp as_of) {
    const auto opened = pieces_.front().from;
    ledger_.asked_at = asked_;
    ledger_.worked = length(opened, ledger_.resolved_at.value_or(as_of), &Piece::runs);
    ledger_.to_role = length(opened, came_at_, &Piece::is_waited_in);
    auto stands_since = pieces_.size();  // the first of the pauses that go on
    while (!is_done_ && stands_since > 0 && pieces_[stands_since - 1].mode == Mode::Paused) {
        --stands_since;
    }
    if (stands_since < pieces_.size()) {
        ledger_.paused_at = pieces_[stands_since].from;
    }
    for (std::size_t at = 0; at < stands_since; ++at) {
        if (!pieces_[at].runs() && at + 1 < pieces_.size()) {
            ledger_.paused += {.work = pieces_[at].followed->hours.worked(pieces_[at].from, pieces_[at + 1].from), .wall = pieces_[at + 1].from - pieces_[at].from};
        }
    }
    ledger_.first_response_due = moment(Measure::FirstResponse, 100);
    ledger_.next_response_due = moment(Measure::NextResponse, 100);
    ledger_.resolution_due = moment(Measure::Resolution, 100);
}

void Counting::tell_moments() {
    if (mode() != Mode::Running) {
        return;
    }
    for (const auto& step : steps_) {
        const bool runs = step.measure == Measure::FirstResponse ? !ledger_.first_response : step.measure == Measure::Resolution || asked_;
        const auto at = runs && step.percent > taken_[step.measure] ? moment(step.measure, step.percent) : std::nullopt;
        if (at) {
            ledger_.moments.push_back({step, *at});
        }
    }
    std::stable_sort(ledger_.moments.begin(), ledger_.moments.end(), [](const Moment& one, const Moment& other) { return one.at < other.at; });
}

void Counting::tell_stretches(Timestamp as_of) {
    for (std::size_t at = 0; at < pieces_.size(); ++at) {
        const auto& piece = pieces_[at];
        const auto ends = end_of(at, as_of);
        auto from = piece.from;
        for (const auto& part : piece.followed->parts) {
            if (part.from <= from || part.from >= ends) {
                continue;
            }
            const auto& before = piece.followed->at(from);
            ledger_.stretches.push_back({from, part.from, piece.mode, piece.cause, piece.seq, piece.role, before.calendar, before.version,
                                         {piece.followed->hours.worked(from, part.from), part.from - from}});
            from = part.from;
        }
        if (from < ends) {
            const auto& last = piece.followed->at(from);
            ledger_.stretches.push_back({from, ends, piece.mode, piece.cause, piece.seq, piece.role, last.calendar, last.version,
                                         {piece.followed->hours.worked(from, ends), ends - from}});
        }
    }
}

Ledger Counting::finish(Timestamp as_of) && {
    if (pieces_.empty()) {
        throw std::invalid_argument("a ticket that was never opened has no clocks");
    }
    measure(as_of);
    tell_moments();
    tell_stretches(as_of);
    return std::move(ledger_);
}

}  // namespace

std::string_view name(Measure measure) {
    return std::find_if(measure_names.begin(), measure_names.end(), [&](const auto& each) { return each.first == measure; })->second;
}

std::optional<Measure> measure_from(std::string_view name) {
    const auto found = std::find_if(measure_names.begin(), measure_names.end(), [&](const auto& each) { return each.second == name; });
    return found == measure_names.end() ? std::nullopt : std::optional{found->first};
}

const std::optional<std::int64_t>& minutes_of(const Target& target, Measure measure) {
    return measure == Measure::FirstResponse ? target.first_response : measure == Measure::NextResponse ? target.next_response : target.resolution;
}

std::optional<Timestamp> Ledger::due() const {
    if (resolved_at) {
        return resolution_due;
    }
    auto next = resolution_due;
    for (const auto& other : {first_response ? std::nullopt : first_response_due, next_response_due}) {
        if (other && (!next || *other < *next)) {
            next = other;
        }
    }
    return next;
}

Ledger count(std::span<const Happening> happenings, const FollowedBy& followed, Timestamp as_of, std::span<const Step> steps) {
    Counting counting{followed, steps};
    for (const auto& one : happenings) {
        counting.take(one);
    }
    return std::move(counting).finish(as_of);
}

}  // namespace ansvar::clock
