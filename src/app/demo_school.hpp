#pragma once

#include "db/settings.hpp"

namespace ansvar::app {

/// The demo school's people, roles and matrix, from share/ansvar/demo/people.csv and the shipped Blueprint. Safe to repeat.
void make_demo_school(const db::Settings& settings);

}  // namespace ansvar::app
