#include <catch2/catch.hpp>

#include "served_school.hpp"
#include "support/snapshot.hpp"

using namespace ansvar::tests;

TEST_CASE("the routes and who may use them are the approved ones") {
    approve("routes.txt", ServedSchool::shared().service->route_dump());
}
