// How long a replay takes: past tickets under the matrix in force and under a draft.
// replay_bench DATA_FOLDER MODEL_FILE [TICKETS [THREADS]], from a release build.
#include "routing/cases.hpp"
#include "routing/replay_report.hpp"
#include "routing/school_data.hpp"

#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>

namespace {

using namespace ansvar::routing;

/// The labelled requests over and over, each time from another room.
class Archive {
public:
    Archive(std::vector<Case> cases, std::size_t tickets) : cases_(std::move(cases)), tickets_(tickets) {}

    std::vector<PastTicket> next() {
        constexpr std::size_t batch = 500;
        std::vector<PastTicket> tickets;
        while (tickets.size() < batch && at_ < tickets_) {
            const auto& each = cases_[at_ % cases_.size()];
            PastTicket ticket{++at_, each.request, each.role};
            ticket.request.body += " Sal " + std::to_string(at_ / cases_.size());
            tickets.push_back(std::move(ticket));
        }
        return tickets;
    }

private:
    std::vector<Case> cases_;
    std::size_t tickets_;
    std::size_t at_ = 0;
};

/// Another role for the printers, new words for the budget.
Router make_draft(const SchoolData& school, const std::shared_ptr<const LinearModel>& model) {
    auto areas = school.matrix.areas();
    areas[school.matrix.index_of(*school.matrix.find("skrivare"))].responsible = {{"VAKT", "", Relation::Lead}};
    auto words = school.lexicon;
    words.add_term(*school.matrix.find("budget"), "kassan");
    return Router{Matrix("draft", school.matrix.roles(), std::move(areas)), std::move(words), model};
}

std::vector<Case> read_requests(const std::filesystem::path& path, const Matrix& matrix) {
    std::ifstream file(path, std::ios::binary);
    return read_cases(std::string{std::istreambuf_iterator<char>(file), {}}, matrix).value();
}

long most_memory_in_kilobytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

void measure(const std::filesystem::path& folder, const std::filesystem::path& model_file, std::size_t tickets, unsigned threads) {
    const auto school = load_school_data(folder);
    const auto model = load_model(model_file);
    const Router before{school.matrix, school.lexicon, model};
    const auto after = make_draft(school, model);
    const Replay routers{before, after};
    Archive archive{read_requests(folder / "requests.csv", school.matrix), tickets};
    const auto memory = most_memory_in_kilobytes();
    const auto begin = std::chrono::steady_clock::now();
    const auto used = std::clock();
    const auto outcomes = replay(routers, [&] { return archive.next(); }, {.threads = threads});
    const auto report = report_of(outcomes, routers.names());
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    std::cout << report.tickets << " tickets, " << threads << " threads: " << seconds.count() << " s on the clock, "
              << static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC << " s of processor time, "
              << (most_memory_in_kilobytes() - memory) / 1024 << " MB more memory\n"
              << to_text(report);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::cerr << "replay_bench DATA_FOLDER MODEL_FILE [TICKETS [THREADS]]\n";
        return EXIT_FAILURE;
    }
    try {
        measure(argv[1], argv[2], argc > 3 ? std::stoul(argv[3]) : 100'000, argc > 4 ? static_cast<unsigned>(std::stoul(argv[4])) : 2);
    } catch (const std::exception& error) {
        std::cerr << "replay_bench: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
