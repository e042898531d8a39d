#include "routing/csv.hpp"
#include "routing/list_field.hpp"
#include "school.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <iomanip>
#include <iostream>
#include <map>

using namespace ansvar::routing;

namespace {

struct Tally {
    double all = 0, role = 0, row = 0, row_in_three = 0, triage = 0;
};

std::string role_word(const Decision& decision) {
    const bool is_person = decision.area && decision.role == triage_role;
    return is_person ? decision.holder : decision.role;
}

void count(Tally& tally, const Decision& decision, const std::string& role, const std::vector<std::string>& rows) {
    const auto accepts = [&](const std::string& row) { return std::find(rows.begin(), rows.end(), row) != rows.end(); };
    const auto& candidates = decision.candidates;
    tally.all += 1;
    tally.role += role_word(decision) == role ? 1 : 0;
    tally.row += !candidates.empty() && accepts(candidates.front().row) ? 1 : 0;
    const auto three = candidates.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(3, candidates.size()));
    tally.row_in_three += std::any_of(candidates.begin(), three, [&](const Candidate& each) { return accepts(each.row); }) ? 1 : 0;
    tally.triage += decision.reason == Reason::Triage ? 1 : 0;
}

}  // namespace

TEST_CASE("of the labelled requests, so many reach the right role", "[routing][accuracy]") {
    CsvTable table(school::read_file(school::data_folder() / "requests.csv"), {"id", "subject", "body", "rows", "role", "kind"}, {});
    REQUIRE(table.size() == 400);
    Tally routable, unroutable;
    for (std::size_t record = 0; record < table.size(); ++record) {
        const auto decision = school::router().route({table.at(record, "subject").text, table.at(record, "body").text, std::nullopt});
        const bool has_row = table.at(record, "kind").text != "unroutable";
        count(has_row ? routable : unroutable, decision, table.at(record, "role").text, split_list(table.at(record, "rows").text, '|'));
    }
    std::cout << std::fixed << std::setprecision(3) << "routable: role " << routable.role / routable.all << ", row "
              << routable.row / routable.all << ", row in three " << routable.row_in_three / routable.all << ", triage "
              << routable.triage / routable.all << "; unroutable: triage " << unroutable.triage / unroutable.all << '\n';
    CHECK(routable.role / routable.all > 0.4);
}
