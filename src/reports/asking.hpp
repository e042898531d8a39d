#pragma once

#include "core/time.hpp"
#include "reports/figures.hpp"
#include "reports/routes.hpp"
#include "reports/wording.hpp"

namespace ansvar::reports {

/// The names that a person of this scope is shown; of single units, those alone.
Names read_names(const Services& services, const Scope& scope);

/// Figures of what is committed by now; queues of the helpdesk's own stand among the roles also when they are empty.
Figures ask(const Services& services, const Question& question, Timestamp now, const Names& names);

}  // namespace ansvar::reports
