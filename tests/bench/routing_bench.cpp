// How long the router takes: to become ready, and for one decision, with the Blueprint and with 10,000 rows.
// Prints one line for each figure. Run it from a release build on an idle machine.
#include "routing/csv.hpp"
#include "routing/router.hpp"
#include "routing/school_data.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace ansvar::routing;
using Clock = std::chrono::steady_clock;

double microseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

void print_spread(const std::string& what, std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const auto at = [&](std::size_t percent) { return values[std::min(values.size() - 1, values.size() * percent / 100)]; };
    std::cout << what << ": p50 " << at(50) << " us, p99 " << at(99) << " us, longest " << values.back() << " us, n " << values.size()
              << '\n';
}

std::vector<Request> read_requests(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const CsvTable table(text, {"id", "subject", "body", "rows", "role", "kind"}, {});
    std::vector<Request> requests;
    for (std::size_t record = 0; record < table.size(); ++record) {
        requests.push_back({table.at(record, "subject").text, table.at(record, "body").text, std::nullopt});
    }
    return requests;
}

void time_decisions(const std::string& what, const Router& router, const std::vector<Request>& requests, int rounds) {
    std::vector<double> times;
    std::size_t placed = 0;
    for (int round = 0; round <= rounds; ++round) {
        for (const auto& request : requests) {
            const auto start = Clock::now();
            placed += router.route(request).area ? 1U : 0U;
            if (round > 0) {  // the first round warms up
                times.push_back(microseconds_since(start));
            }
        }
    }
    print_spread(what, std::move(times));
    std::cout << what << ": placed " << placed << '\n';
}

/// The school's rows over and over under other names, with their words.
SchoolData enlarge(const SchoolData& school, std::size_t rows) {
    std::vector<Area> areas;
    for (std::size_t number = 0; number < rows; ++number) {
        auto area = school.matrix.areas()[number % school.matrix.areas().size()];
        area.key += "-" + std::to_string(number);
        area.row = "R" + std::to_string(number);
        area.name += " enhet" + std::to_string(number / school.matrix.areas().size());
        areas.push_back(std::move(area));
    }
    SchoolData large{Matrix("large", school.matrix.roles(), std::move(areas)), {}};
    for (std::size_t number = 0; number < rows; ++number) {
        for (const auto& term : school.lexicon.of(school.matrix.areas()[number % school.matrix.areas().size()]).terms) {
            large.lexicon.add_term(large.matrix.areas()[number], term);
        }
    }
    return large;
}

}  // namespace

int main(int argc, char** argv) {
    const std::filesystem::path folder = argc > 1 ? argv[1] : "routing/data";
    const auto requests = read_requests(folder / "requests.csv");
    std::vector<double> readiness;
    for (int turn = 0; turn < 10; ++turn) {
        const auto start = Clock::now();
        auto school = load_school_data(folder);
        const Router router{std::move(school.matrix), std::move(school.lexicon)};
        readiness.push_back(microseconds_since(start));
    }
    print_spread("engine ready from files, 150 rows", readiness);
    const auto school = load_school_data(folder);
    time_decisions("decision, 150 rows", Router{school.matrix, school.lexicon}, requests, 20);
    const auto large = enlarge(school, 10'000);
    time_decisions("decision, 10,000 rows", Router{large.matrix, large.lexicon}, requests, 2);
}
