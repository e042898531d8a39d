#pragma once

#include "routing/cases.hpp"
#include "routing/router.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace ansvar::routing {

/// How well routers did on labelled requests. Shares are 0–1. The figures of goals are over the routable requests; one of them sent to
/// triage counts as wrong.
struct Evaluation {
    /// Of the decisions at least so sure: how many there are, and how many of them have the right role.
    struct Surely {
        double confidence = 0;
        double coverage = 0;
        double right = 0;
    };
    /// Requests of one role that were given to another.
    struct Mistaken {
        std::string from;
        std::string to;
        std::size_t times = 0;
    };
    /// How the requests of one area fared.
    struct AreaResult {
        std::string area;  ///< key
        std::size_t requests = 0;
        std::size_t wrong_row = 0;
        std::size_t wrong_role = 0;
    };

    std::size_t routable = 0;  ///< requests that some row is right for
    std::size_t unroutable = 0;
    double role_right = 0;  ///< lead role right at first place
    double row_right = 0;
    double row_in_three = 0;
    double surest_role_right = 0;  ///< role right among the surest 80 %
    double calibration_error = 0;  ///< expected, over ten bins of confidence
    double routable_to_triage = 0;
    double unroutable_to_triage = 0;                          ///< or to the caretaker, whom building faults concern
    std::vector<Surely> by_confidence;                        ///< falling coverage
    std::vector<Mistaken> confused_roles;                     ///< most frequent first
    std::vector<AreaResult> worst_areas;                      ///< those with a wrong row, worst first
    std::vector<std::pair<const Case*, Decision>> decisions;  ///< in the cases' order; the cases are the caller's
};

/// Makes a router that has not seen the cases of one fold; `seen` are the others. Called from two threads at once.
using MakeRouter = std::function<Router(const std::vector<Case>& seen)>;

/// Cross-validation: every case is judged by a router made from the other folds. `folds` 0: one router, made from no case.
Evaluation evaluate(const std::vector<Case>& cases, std::size_t folds, const MakeRouter& make_router);

/// The figures of decisions made elsewhere.
Evaluation judge(std::vector<std::pair<const Case*, Decision>> decisions);

/// The decision's role as the labels write it: the holder for a person without a role.
std::string labelled_role(const Decision& decision);
/// Whether the role is one that the label calls right.
bool is_role_right(const Case& labelled, const Decision& decision);
/// The same, except that for a request without a row the caretaker is as right as triage.
bool is_answer_right(const Case& labelled, const Decision& decision);

/// The figures, one a line, then coverage by confidence, the confusion between roles and the worst areas.
std::string to_text(const Evaluation& evaluation);

}  // namespace ansvar::routing
