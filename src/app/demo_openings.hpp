#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "clock/hours.hpp"
#include "core/time.hpp"

namespace ansvar::app {

/// When `count` tickets come in from `from` until `until`, in order, as a school's year has it: few in July, most in August when everybody is
/// back, more on a Monday than on a Friday, hardly any while the school is closed, most of them between eight and ten, and a little more each
/// year.
std::vector<Timestamp> demo_openings(std::uint64_t count, Timestamp from, Timestamp until, const clock::Hours& school, std::mt19937_64& random);

}  // namespace ansvar::app
