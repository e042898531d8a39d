#include "routing/replay.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <mutex>
#include <thread>

namespace ansvar::routing {
namespace {

void number(const std::string& name, std::vector<std::string>& names, std::map<std::string, std::uint32_t, std::less<>>& numbers) {
    if (numbers.emplace(name, static_cast<std::uint32_t>(names.size())).second) {
        names.push_back(name);
    }
}

/// The initials stand for a person without a role, whose tickets are in TRIAGE's queue.
bool is_role(const Decision& decision, const std::string& role) {
    return decision.role == role || (decision.role == triage_role && decision.area && !decision.holder.empty() && decision.holder == role);
}

/// The threads' common work: whoever is free takes the next tickets.
class Shift {
public:
    Shift(const Replay& routers, const NextTickets& next, const ReplayRun& run) : routers_(routers), next_(next), run_(run) {}

    void work() {
        try {
            decide_all();
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!failure_) {
                failure_ = std::current_exception();
            }
            is_over_ = true;
        }
    }

    std::vector<Outcome> outcomes() {
        if (failure_) {
            std::rethrow_exception(failure_);
        }
        std::sort(outcomes_.begin(), outcomes_.end(), [](const Outcome& a, const Outcome& b) { return a.ticket < b.ticket; });
        return std::move(outcomes_);
    }

private:
    void decide_all() {
        for (auto tickets = take(); !tickets.empty(); tickets = take()) {
            std::vector<Outcome> decided;
            decided.reserve(tickets.size());
            for (auto ticket = tickets.begin(); ticket != tickets.end() && !run_.stop.stop_requested(); ++ticket) {
                decided.push_back(routers_.decide(*ticket));
            }
            hand_in(decided);
        }
    }

    std::vector<PastTicket> take() {
        const std::lock_guard lock(mutex_);
        if (is_over_ || run_.stop.stop_requested()) {
            return {};
        }
        auto tickets = next_();
        is_over_ = tickets.empty();
        return tickets;
    }

    void hand_in(const std::vector<Outcome>& decided) {
        const std::lock_guard lock(mutex_);
        outcomes_.insert(outcomes_.end(), decided.begin(), decided.end());
        if (run_.progress && !decided.empty()) {
            run_.progress(outcomes_.size());
        }
    }

    const Replay& routers_;
    const NextTickets& next_;
    const ReplayRun& run_;
    std::mutex mutex_;
    bool is_over_ = false;
    std::vector<Outcome> outcomes_;
    std::exception_ptr failure_;
};

}  // namespace

ReplayNames::ReplayNames(const Matrix& before, const Matrix& after) {
    number(std::string(triage_role), roles_, role_numbers_);
    number({}, areas_, area_numbers_);
    for (const auto* matrix : {&before, &after}) {
        for (const auto& role : matrix->roles()) {
            number(role.code, roles_, role_numbers_);
        }
        for (const auto& area : matrix->areas()) {
            number(area.key, areas_, area_numbers_);
        }
    }
}

std::uint32_t ReplayNames::role_number(const std::string& code) const {
    const auto found = role_numbers_.find(code);
    return found == role_numbers_.end() ? 0 : found->second;
}

std::uint32_t ReplayNames::area_number(const std::string& key) const {
    const auto found = area_numbers_.find(key);
    return found == area_numbers_.end() ? 0 : found->second;
}

Replay::Replay(const Router& before, const Router& after) : before_(before), after_(after), names_(before.matrix(), after.matrix()) {}

Placed Replay::place(const Decision& decision) const {
    return {names_.role_number(decision.role), names_.area_number(decision.area.value_or("")), static_cast<float>(decision.confidence)};
}

Outcome Replay::decide(const PastTicket& ticket) const {
    const auto before = before_.at(ticket.unit).route(ticket.request);
    const auto after = after_.at(ticket.unit).route(ticket.request);
    Outcome outcome{ticket.id, place(before), place(after)};
    outcome.is_final_known = !ticket.final_role.empty();
    outcome.was_right = outcome.is_final_known && is_role(before, ticket.final_role);
    outcome.is_right = outcome.is_final_known && is_role(after, ticket.final_role);
    return outcome;
}

std::vector<Outcome> replay(const Replay& routers, const NextTickets& next, const ReplayRun& run) {
    Shift shift(routers, next, run);
    std::vector<std::jthread> others;
    for (unsigned thread = 1; thread < run.threads; ++thread) {
        others.emplace_back([&] { shift.work(); });
    }
    shift.work();
    others.clear();  // joins
    return shift.outcomes();
}

}  // namespace ansvar::routing
