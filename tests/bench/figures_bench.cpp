// How long one walk over the facts of so many tickets takes: the overview's figures, a list behind one, waiting times.
// figures_bench [TICKETS]: tickets of five years, by default a million. Times are the processor's, the best of seven.
#include <fmt/format.h>
#include <time.h>

#include <chrono>
#include <cstdlib>
#include <random>

#include "clock/followed.hpp"
#include "reports/figures.hpp"
#include "reports/ticket_list.hpp"

using namespace ansvar;
using namespace ansvar::reports;

namespace {

const Timestamp now = from_stockholm(2026, 11, 12, 10, 0);

Table school_of(std::uint32_t tickets) {
    std::mt19937 random{7};
    std::lognormal_distribution<> wait{4.2, 1.1};
    const auto minutes = [&] { return static_cast<std::uint32_t>(std::min(wait(random), 12'000.0)); };
    Table table;
    for (int area = 0; area < 150; ++area) {
        table.areas.number(fmt::format("area-{}", area));
    }
    for (const auto* role : {"ITS", "ITP", "SEK", "VAKT", "ADM", "REK"}) {
        table.roles.number(role);
    }
    for (int unit = 1; unit <= 20; ++unit) {
        table.units.number(std::to_string(unit));
    }
    table.versions.number("1.4.0");
    table.reasons.number("classified");
    constexpr std::uint32_t five_years = 5 * 365 * 24 * 3600;
    for (std::uint32_t place = 0; place < tickets; ++place) {
        Fact fact;
        fact.ticket = 1001 + place;
        fact.requester = 1 + random() % 800;
        fact.opened_at = seconds(now) - five_years + static_cast<std::uint32_t>(std::uint64_t{five_years} * place / tickets);
        fact.first_minutes = minutes();
        fact.answered_at = fact.opened_at + fact.first_minutes * 180;
        const bool is_open = place + 400 > tickets;
        fact.resolution_minutes = is_open ? nothing : fact.first_minutes + 3 * minutes();
        fact.resolved_at = is_open ? nothing : fact.opened_at + fact.resolution_minutes * 180;
        fact.due_at = fact.opened_at + 400'000;
        fact.right_role_minutes = 0;
        fact.role = static_cast<std::uint16_t>(1 + random() % 6);
        fact.first_role = fact.role;
        fact.area = fact.first_area = static_cast<std::uint16_t>(1 + random() % 150);
        fact.unit = static_cast<std::uint16_t>(1 + random() % 20);
        fact.version = fact.reason = 1;
        fact.hops = random() % 10 == 0 ? 1 : 0;
        fact.state = is_open ? 1 : 5;
        fact.flags = static_cast<std::uint8_t>(Fact::FirstWithin | (is_open ? Fact::Open : Fact::ResolutionWithin));
        table.put(fact, place % 3 == 0 ? std::vector<Later>{{.answered_at = fact.answered_at + 9000, .minutes = minutes()}} : std::vector<Later>{});
    }
    table.shrink();
    return table;
}

/// Of this thread alone: what else runs on the machine hardly counts.
double processor_ms() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

template <class Work>
void measure(const char* what, Work&& work) {
    double best = 1e9;
    for (int round = 0; round < 7; ++round) {
        const auto from = processor_ms();
        work();
        best = std::min(best, processor_ms() - from);
    }
    fmt::print("{:<60} {:7.1f} ms\n", what, best);
}

}  // namespace

int main(int count, char** arguments) {
    const auto table = school_of(count > 1 ? static_cast<std::uint32_t>(std::atoi(arguments[1])) : 1'000'000);
    const routing::Matrix matrix;
    const auto& hours = clock::plain_week()->hours;
    const auto five_years = period_between("2021-11-13", "2026-11-12").value();
    const auto four_weeks = period(NamedPeriod::FourWeeks, now);
    fmt::print("{} tickets, {} bytes each and {} for each of {} later answers\n", table.tickets().size(), sizeof(Fact), sizeof(Later), table.later().size());
    const auto ask = [&](const Period& of, Filter filter, Group group) {
        return [&table, &matrix, &hours, question = Question{of, std::move(filter), {}, group}] { count_figures(table, question, now, hours, matrix); };
    };
    Filter of_role;
    of_role.role = RoleCode{"ITS"};
    measure("overview, last four weeks", ask(four_weeks, {}, Group::Role));
    measure("overview, five years, by role", ask(five_years, {}, Group::Role));
    measure("overview, five years, by area", ask(five_years, {}, Group::Area));
    measure("overview, five years, by unit, of one role", ask(five_years, of_role, Group::Unit));
    const auto list = [&](At at, const Period& of) {
        return [&, selection = Selection{.at = at, .period = of}] { find_page(table, selection, {}, now, hours, matrix, {}, 50); };
    };
    measure("list: within 9 of 10, five years", list(At::NineOfTen, five_years));
    measure("list: new, last four weeks", list(At::New, four_weeks));
}
