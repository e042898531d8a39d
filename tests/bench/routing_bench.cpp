// How long the router takes: to become ready, and for one decision, with the Blueprint and with 10,000 rows.
// Prints one line for each figure: processor time of this thread, so that neighbours on the machine do not count.
// routing_bench [DATA_FOLDER [MODEL_FILE]], from a release build.
#include "routing/csv.hpp"
#include "routing/router.hpp"
#include "routing/school_data.hpp"

#include <time.h>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace ansvar::routing;
/// Processor time that this thread has used, in microseconds.
double used_microseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
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
            const double start = used_microseconds();
            placed += router.route(request).area ? 1U : 0U;
            if (round > 0) {  // the first round warms up
                times.push_back(used_microseconds() - start);
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
    const auto model_of = [&] { return argc > 2 ? load_model(argv[2]) : nullptr; };
    const auto requests = read_requests(folder / "requests.csv");
    std::vector<double> readiness;
    for (int turn = 0; turn < 10; ++turn) {
        const double start = used_microseconds();
        auto school = load_school_data(folder);
        const Router router{std::move(school.matrix), std::move(school.lexicon), model_of()};
        readiness.push_back(used_microseconds() - start);
    }
    print_spread("engine ready from files, 150 rows", readiness);
    const auto school = load_school_data(folder);
    time_decisions("decision, 150 rows", Router{school.matrix, school.lexicon, model_of()}, requests, 20);
    const auto large = enlarge(school, 10'000);
    time_decisions("decision, 10,000 rows", Router{large.matrix, large.lexicon, model_of()}, requests, 2);
}
