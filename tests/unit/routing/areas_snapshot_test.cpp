#include "school.hpp"
#include "support/snapshot.hpp"

#include <catch2/catch.hpp>

using namespace ansvar::routing;

namespace {

std::string place_of(const Decision& decision) {
    const auto queue = decision.holder.empty() ? decision.role : decision.role + ":" + decision.holder;
    return decision.row.value_or("-") + " " + queue + " " + std::string(to_string(decision.reason));
}

}  // namespace

TEST_CASE("every area of the Blueprint goes where it was approved to go, picked or named", "[routing]") {
    std::string lines =
        "# area | row, queue and reason when it is picked | the same when its name is all that is written\n";
    for (const auto& area : school::data().matrix.areas()) {
        const auto picked = school::taught_router().route({"", "", area.key});
        const auto named = school::taught_router().route({"", area.name, {}});
        lines += area.key + " | " + place_of(picked) + " | " + place_of(named) + "\n";
    }
    ansvar::tests::approve("routing/areas.txt", lines);
}
