#include "routing/evaluation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace ansvar::routing {
namespace {

constexpr double surest_share = 0.8;
constexpr std::size_t bins = 10;

bool is_among(const Case& labelled, const std::vector<Candidate>& candidates, std::size_t first) {
    const auto end = candidates.begin() + static_cast<std::ptrdiff_t>(std::min(first, candidates.size()));
    return std::any_of(candidates.begin(), end, [&](const Candidate& candidate) {
        return std::find(labelled.areas.begin(), labelled.areas.end(), candidate.area) != labelled.areas.end();
    });
}

double share(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// Confidence and whether the role was right, for each routable request that was given a role.
using Judged = std::vector<std::pair<double, bool>>;

double surest_right(Judged judged) {
    std::stable_sort(judged.begin(), judged.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    judged.resize(static_cast<std::size_t>(surest_share * static_cast<double>(judged.size())));
    const auto right = std::count_if(judged.begin(), judged.end(), [](const auto& each) { return each.second; });
    return share(static_cast<std::size_t>(right), judged.size());
}

double calibration_error(const Judged& judged) {
    struct Bin {
        double confidence = 0;
        double right = 0;
    };
    std::array<Bin, bins> all{};
    for (const auto& [confidence, is_right] : judged) {
        auto& bin = all[std::min(bins - 1, static_cast<std::size_t>(confidence * bins))];
        bin.confidence += confidence;
        bin.right += is_right ? 1 : 0;
    }
    double error = 0;
    for (const auto& bin : all) {
        error += std::abs(bin.confidence - bin.right);
    }
    return judged.empty() ? 0 : error / static_cast<double>(judged.size());
}

void count(Evaluation& evaluation) {
    Judged judged;
    std::size_t role = 0, row = 0, three = 0, triage = 0, caught = 0;
    for (const auto& [labelled, decision] : evaluation.decisions) {
        const bool is_triage = decision.reason == Reason::Triage;
        if (labelled->areas.empty()) {
            ++evaluation.unroutable;
            caught += is_triage || decision.role == "VAKT" ? 1U : 0U;
            continue;
        }
        const bool is_right = is_role_right(*labelled, decision);
        ++evaluation.routable;
        triage += is_triage ? 1U : 0U;
        role += is_right ? 1U : 0U;
        row += is_among(*labelled, decision.candidates, 1) ? 1U : 0U;
        three += is_among(*labelled, decision.candidates, 3) ? 1U : 0U;
        judged.emplace_back(is_triage ? 0 : decision.confidence, is_right);
    }
    evaluation.role_right = share(role, evaluation.routable);
    evaluation.row_right = share(row, evaluation.routable);
    evaluation.row_in_three = share(three, evaluation.routable);
    evaluation.routable_to_triage = share(triage, evaluation.routable);
    evaluation.unroutable_to_triage = share(caught, evaluation.unroutable);
    evaluation.surest_role_right = surest_right(judged);
    evaluation.calibration_error = calibration_error(judged);
}

}  // namespace

Evaluation evaluate(const std::vector<Case>& cases, std::size_t folds, const MakeRouter& make_router) {
    Evaluation evaluation;
    const std::size_t turns = std::max<std::size_t>(folds, 1);
    std::vector<Decision> decisions(cases.size());
    for (std::size_t fold = 0; fold < turns; ++fold) {
        std::vector<Case> seen;
        for (std::size_t at = 0; at < cases.size() && folds > 0; ++at) {
            if (at % turns != fold) {
                seen.push_back(cases[at]);
            }
        }
        const auto router = make_router(seen);
        for (std::size_t at = fold; at < cases.size(); at += turns) {
            decisions[at] = router.route(cases[at].request);
        }
    }
    for (std::size_t at = 0; at < cases.size(); ++at) {
        evaluation.decisions.emplace_back(&cases[at], std::move(decisions[at]));
    }
    count(evaluation);
    return evaluation;
}

std::string labelled_role(const Decision& decision) {
    const bool is_person = decision.area && decision.role == triage_role && !decision.holder.empty();
    return is_person ? decision.holder : decision.role;
}

bool is_role_right(const Case& labelled, const Decision& decision) {
    return labelled_role(decision) == labelled.role;
}

std::string to_text(const Evaluation& evaluation) {
    std::string text;
    const auto line = [&](const char* what, double value) {
        std::array<char, 80> buffer{};
        std::snprintf(buffer.data(), buffer.size(), "%-42s %.3f\n", what, value);
        text += buffer.data();
    };
    text += "requests " + std::to_string(evaluation.routable) + ", unroutable " + std::to_string(evaluation.unroutable) + "\n";
    line("lead role right", evaluation.role_right);
    line("row right", evaluation.row_right);
    line("row among the first three", evaluation.row_in_three);
    line("role right among the surest 80 %", evaluation.surest_role_right);
    line("expected calibration error", evaluation.calibration_error);
    line("routable sent to triage", evaluation.routable_to_triage);
    line("unroutable sent to triage or VAKT", evaluation.unroutable_to_triage);
    return text;
}

}  // namespace ansvar::routing
