#pragma once

#include <cstdint>
#include <functional>

#include "db/settings.hpp"

namespace ansvar::app {

inline constexpr std::uint64_t many_demo_tickets = 20'000;

/// Adds `count` believable tickets (DemoStories) of the past year, of more than `many` of the past five years, with timelines, answers, times
/// and words to find them by; of so many the background of a running service reads the words. Makes no letters. Safe beside a running
/// service. `progress(done)` is called now and then. Throws when there is no demo school.
void make_demo_tickets(const db::Settings& settings, std::uint64_t count, const std::function<void(std::uint64_t)>& progress,
                       std::uint64_t many = many_demo_tickets);

}  // namespace ansvar::app
