#include "routing/evaluation.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <map>
#include <thread>

namespace ansvar::routing {
namespace {

constexpr double surest_share = 0.8;
constexpr std::size_t bins = 10;
constexpr std::array<double, 7> levels{0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99};
constexpr std::size_t threads = 2;
constexpr std::size_t most_listed = 25;

bool is_among(const Case& labelled, const std::vector<Candidate>& candidates, std::size_t first) {
    const auto end = candidates.begin() + static_cast<std::ptrdiff_t>(std::min(first, candidates.size()));
    return std::any_of(candidates.begin(), end, [&](const Candidate& candidate) {
        return std::find(labelled.areas.begin(), labelled.areas.end(), candidate.area) != labelled.areas.end();
    });
}

double share(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// Confidence and whether the role was right, for each routable request, the surest first.
using Judged = std::vector<std::pair<double, bool>>;

double right_among(const Judged& judged, std::size_t surest) {
    const auto end = judged.begin() + static_cast<std::ptrdiff_t>(surest);
    return share(static_cast<std::size_t>(std::count_if(judged.begin(), end, [](const auto& each) { return each.second; })), surest);
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

/// Adds up the requests one by one.
class Tally {
public:
    explicit Tally(Evaluation& evaluation) : evaluation_(evaluation) {}

    void add(const Case& labelled, const Decision& decision) {
        if (!is_answer_right(labelled, decision)) {
            ++confused_[{labelled.role, labelled_role(decision)}];
        }
        if (labelled.areas.empty()) {
            ++evaluation_.unroutable;
            caught_ += is_answer_right(labelled, decision) ? 1U : 0U;
            return;
        }
        ++evaluation_.routable;
        const bool is_triage = decision.reason == Reason::Triage;
        const bool is_right = is_role_right(labelled, decision);
        const bool is_row_right = is_among(labelled, decision.candidates, 1);
        triage_ += is_triage ? 1U : 0U;
        role_ += is_right ? 1U : 0U;
        row_ += is_row_right ? 1U : 0U;
        three_ += is_among(labelled, decision.candidates, 3) ? 1U : 0U;
        judged_.emplace_back(is_triage ? 0 : decision.confidence, is_right);
        auto& area = areas_[labelled.areas.front()];
        ++area.requests;
        area.wrong_row += is_row_right ? 0U : 1U;
        area.wrong_role += is_right ? 0U : 1U;
    }

    void finish() {
        std::stable_sort(judged_.begin(), judged_.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
        evaluation_.role_right = share(role_, evaluation_.routable);
        evaluation_.row_right = share(row_, evaluation_.routable);
        evaluation_.row_in_three = share(three_, evaluation_.routable);
        evaluation_.routable_to_triage = share(triage_, evaluation_.routable);
        evaluation_.unroutable_to_triage = share(caught_, evaluation_.unroutable);
        evaluation_.surest_role_right = right_among(judged_, static_cast<std::size_t>(surest_share * static_cast<double>(judged_.size())));
        evaluation_.calibration_error = calibration_error(judged_);
        for (const auto level : levels) {
            const auto end = std::find_if(judged_.begin(), judged_.end(), [&](const auto& each) { return each.first < level; });
            const auto surest = static_cast<std::size_t>(end - judged_.begin());
            evaluation_.by_confidence.push_back({level, share(surest, judged_.size()), right_among(judged_, surest)});
        }
        list_confusions();
        list_worst_areas();
    }

private:
    void list_confusions() {
        for (const auto& [pair, times] : confused_) {
            evaluation_.confused_roles.push_back({pair.first, pair.second, times});
        }
        std::stable_sort(evaluation_.confused_roles.begin(), evaluation_.confused_roles.end(),
                         [](const auto& a, const auto& b) { return a.times > b.times; });
    }
    void list_worst_areas() {
        for (auto& [key, area] : areas_) {
            if (area.wrong_row > 0) {
                area.area = key;
                evaluation_.worst_areas.push_back(area);
            }
        }
        std::stable_sort(evaluation_.worst_areas.begin(), evaluation_.worst_areas.end(), [](const auto& a, const auto& b) {
            return std::pair{a.wrong_role, a.wrong_row} > std::pair{b.wrong_role, b.wrong_row};
        });
    }

    Evaluation& evaluation_;
    std::size_t role_ = 0, row_ = 0, three_ = 0, triage_ = 0, caught_ = 0;
    Judged judged_;
    std::map<std::pair<std::string, std::string>, std::size_t> confused_;
    std::map<std::string, Evaluation::AreaResult> areas_;
};

/// Judges the cases of one fold by a router made from the others.
void judge_fold(const std::vector<Case>& cases, std::size_t fold, std::size_t turns, bool learns, const MakeRouter& make_router,
                std::vector<Decision>& decisions) {
    std::vector<Case> seen;
    for (std::size_t at = 0; at < cases.size() && learns; ++at) {
        if (at % turns != fold) {
            seen.push_back(cases[at]);
        }
    }
    const auto router = make_router(seen);
    for (std::size_t at = fold; at < cases.size(); at += turns) {
        decisions[at] = router.route(cases[at].request);
    }
}

}  // namespace

Evaluation evaluate(const std::vector<Case>& cases, std::size_t folds, const MakeRouter& make_router) {
    const std::size_t turns = std::max<std::size_t>(folds, 1);
    std::vector<Decision> decisions(cases.size());
    std::atomic<std::size_t> next{0};
    const auto judge_folds = [&] {
        for (std::size_t fold = next++; fold < turns; fold = next++) {
            judge_fold(cases, fold, turns, folds > 0, make_router, decisions);
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (std::size_t each = 1; each < std::min(threads, turns); ++each) {
            helpers.emplace_back(judge_folds);
        }
        judge_folds();
    }
    std::vector<std::pair<const Case*, Decision>> judged;
    for (std::size_t at = 0; at < cases.size(); ++at) {
        judged.emplace_back(&cases[at], std::move(decisions[at]));
    }
    return judge(std::move(judged));
}

Evaluation judge(std::vector<std::pair<const Case*, Decision>> decisions) {
    Evaluation evaluation;
    Tally tally(evaluation);
    for (const auto& [labelled, decision] : decisions) {
        tally.add(*labelled, decision);
    }
    tally.finish();
    evaluation.decisions = std::move(decisions);
    return evaluation;
}

std::string labelled_role(const Decision& decision) {
    const bool is_person = decision.area && decision.role == triage_role && !decision.holder.empty();
    return is_person ? decision.holder : decision.role;
}

bool is_role_right(const Case& labelled, const Decision& decision) {
    return labelled_role(decision) == labelled.role;
}

bool is_answer_right(const Case& labelled, const Decision& decision) {
    return is_role_right(labelled, decision) || (labelled.areas.empty() && decision.role == "VAKT");
}

std::string to_text(const Evaluation& evaluation) {
    std::string text;
    const auto line = [&](const char* format, auto... values) {
        std::array<char, 200> buffer{};
        std::snprintf(buffer.data(), buffer.size(), format, values...);
        text += buffer.data();
    };
    line("requests %zu, unroutable %zu\n", evaluation.routable, evaluation.unroutable);
    const auto figure = [&](const char* what, double value) { line("%-42s %.3f\n", what, value); };
    figure("lead role right", evaluation.role_right);
    figure("row right", evaluation.row_right);
    figure("row among the first three", evaluation.row_in_three);
    figure("role right among the surest 80 %", evaluation.surest_role_right);
    figure("expected calibration error", evaluation.calibration_error);
    figure("routable sent to triage", evaluation.routable_to_triage);
    figure("unroutable sent to triage or VAKT", evaluation.unroutable_to_triage);
    text += "\nat least so sure   coverage   role right\n";
    for (const auto& each : evaluation.by_confidence) {
        line("%16.2f %10.3f %12.3f\n", each.confidence, each.coverage, each.right);
    }
    text += "\nroles mistaken for others\n";
    for (std::size_t at = 0; at < std::min(most_listed, evaluation.confused_roles.size()); ++at) {
        const auto& each = evaluation.confused_roles[at];
        line("%4zu  %s -> %s\n", each.times, each.from.c_str(), each.to.c_str());
    }
    text += "\nworst areas: wrong role, wrong row, requests\n";
    for (std::size_t at = 0; at < std::min(most_listed, evaluation.worst_areas.size()); ++at) {
        const auto& each = evaluation.worst_areas[at];
        line("%4zu %4zu %4zu  %s\n", each.wrong_role, each.wrong_row, each.requests, each.area.c_str());
    }
    return text;
}

}  // namespace ansvar::routing
