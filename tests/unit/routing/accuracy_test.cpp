#include "routing/evaluation.hpp"
#include "routing/training.hpp"
#include "school.hpp"

#include <catch2/catch.hpp>
#include <iostream>
#include <mutex>

using namespace ansvar::routing;

// What the issue asks of requests that nothing was learnt from: here the model knows the matrix and the words, and no labelled request.
TEST_CASE("the words alone, learnt, bring unseen requests to the right role", "[routing][accuracy]") {
    const auto cases = load_labelled_requests(school::data_folder(), school::data().matrix);
    REQUIRE(cases.size() == 800);
    const auto evaluation = evaluate(cases, 0, [](const std::vector<Case>& seen) {
        REQUIRE(seen.empty());
        return school::taught_router();
    });
    std::cout << to_text(evaluation);
    CHECK(evaluation.routable == 760);
    CHECK(evaluation.role_right >= 0.95);
    CHECK(evaluation.row_right >= 0.85);
    CHECK(evaluation.row_in_three >= 0.95);
    CHECK(evaluation.surest_role_right >= 0.98);
    CHECK(evaluation.calibration_error <= 0.05);
    CHECK(evaluation.unroutable_to_triage >= 0.8);
    CHECK(evaluation.routable_to_triage <= 0.05);
}

TEST_CASE("an evaluation counts what is right, sure and mistaken", "[routing][accuracy]") {
    const auto& matrix = school::data().matrix;
    const auto cases = read_cases(
        "id,subject,body,rows,role,kind\n"
        "A,Skrivaren,papperstrassel i skrivaren och slut på toner,B017,ITS,plain\n"
        "B,Skrivaren,papperstrassel i skrivaren och slut på toner,B041,VAKT,plain\n"
        "C,,xyzzy qwfp,,TRIAGE,unroutable\n",
        matrix);
    REQUIRE(cases);
    const auto evaluation = evaluate(*cases, 0, [&](const std::vector<Case>&) { return school::router(); });
    CHECK(evaluation.routable == 2);
    CHECK(evaluation.unroutable == 1);
    CHECK(evaluation.role_right == 0.5);
    CHECK(evaluation.row_right == 0.5);
    CHECK(evaluation.unroutable_to_triage == 1);
    REQUIRE(evaluation.confused_roles.size() == 1);
    CHECK(evaluation.confused_roles.front().from == "VAKT");
    CHECK(evaluation.confused_roles.front().to == "ITS");
    REQUIRE(evaluation.worst_areas.size() == 1);
    CHECK(evaluation.worst_areas.front().area == "brandlarm");
    REQUIRE_FALSE(evaluation.by_confidence.empty());
    CHECK(evaluation.by_confidence.front().coverage == 1);
}

TEST_CASE("with folds, nothing judges a request that has seen it", "[routing][accuracy]") {
    const auto cases = load_labelled_requests(school::data_folder(), school::data().matrix);
    const std::vector<Case> some(cases.begin(), cases.begin() + 12);
    std::mutex mutex;
    std::vector<std::size_t> sizes;
    const auto evaluation = evaluate(some, 4, [&](const std::vector<Case>& seen) {
        const std::lock_guard lock{mutex};
        sizes.push_back(seen.size());
        return school::router();
    });
    CHECK(sizes == std::vector<std::size_t>{9, 9, 9, 9});
    for (std::size_t at = 0; at < some.size(); ++at) {
        CHECK(evaluation.decisions[at].first == &some[at]);
    }
}
