#pragma once

#include <cstdint>
#include <functional>

#include "db/settings.hpp"

namespace ansvar::app {

/// The demo school's people, roles and matrix, from share/ansvar/demo/people.csv and the shipped Blueprint. Safe to repeat.
void make_demo_school(const db::Settings& settings);

/// Adds `count` believable tickets of the past year: most of them done, some open, with answers and times, from the labelled requests.
/// Makes no letters. Safe beside a running service. `progress(done)` is called now and then. Throws when there is no demo school.
void make_demo_tickets(const db::Settings& settings, std::uint64_t count, const std::function<void(std::uint64_t)>& progress);

}  // namespace ansvar::app
