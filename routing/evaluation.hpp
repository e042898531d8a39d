#pragma once

#include "routing/cases.hpp"
#include "routing/router.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace ansvar::routing {

/// How well routers did on labelled requests. Shares are 0–1.
struct Evaluation {
    std::size_t routable = 0;  ///< requests that some row is right for
    std::size_t unroutable = 0;
    double role_right = 0;  ///< lead role right at first place, of the routable
    double row_right = 0;
    double row_in_three = 0;
    double surest_role_right = 0;  ///< role right among the surest 80 % of the routable
    double calibration_error = 0;  ///< expected, over ten bins of confidence
    double routable_to_triage = 0;
    double unroutable_to_triage = 0;                          ///< or to the caretaker, whom building faults concern
    std::vector<std::pair<const Case*, Decision>> decisions;  ///< in the cases' order; the cases are the caller's
};

/// Makes a router that has not seen the cases of one fold; `seen` are the others.
using MakeRouter = std::function<Router(const std::vector<Case>& seen)>;

/// Cross-validation: every case is judged by a router made from the other folds. `folds` 0: one router, made from no case.
Evaluation evaluate(const std::vector<Case>& cases, std::size_t folds, const MakeRouter& make_router);

/// The decision's role as the labels write it: the holder for a person without a role.
std::string labelled_role(const Decision& decision);
/// Whether the role is one that the label calls right.
bool is_role_right(const Case& labelled, const Decision& decision);

/// The figures, one a line.
std::string to_text(const Evaluation& evaluation);

}  // namespace ansvar::routing
