// How well the router does on the labelled requests, by cross-validation that trains anew without each fold.
// routing_trial [folds, default 10; 0: nothing learnt from the requests] [method: words | both, default both] [misses]
#include "routing/evaluation.hpp"
#include "routing/school_data.hpp"
#include "routing/training.hpp"

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace {

using namespace ansvar::routing;

void print_misses(const Evaluation& evaluation) {
    for (const auto& [labelled, decision] : evaluation.decisions) {
        if (!is_role_right(*labelled, decision)) {
            std::cout << labelled->id << " should be " << labelled->role << ", is " << labelled_role(decision) << ' ' << decision.confidence
                      << ' ' << decision.row.value_or("-") << ": " << text_of(labelled->request) << "\n\n";
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t folds = argc > 1 ? std::stoul(argv[1]) : 10;
    const std::string method = argc > 2 ? argv[2] : "both";
    const std::filesystem::path folder = "routing/data";
    const auto school = load_school_data(folder);
    std::ifstream file(folder / "requests.csv", std::ios::binary);
    const std::string csv{std::istreambuf_iterator<char>(file), {}};
    const auto cases = read_cases(csv, school.matrix);
    const auto evaluation = evaluate(*cases, folds, [&](const std::vector<Case>& seen) {
        if (method == "words") {
            return Router{school.matrix, school.lexicon};
        }
        return Router{school.matrix, school.lexicon, std::make_shared<const LinearModel>(train_model(school.matrix, school.lexicon, seen))};
    });
    std::cout << to_text(evaluation);
    if (argc > 3) {
        print_misses(evaluation);
    }
}
