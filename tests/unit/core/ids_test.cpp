#include "core/ids.hpp"

#include <catch2/catch.hpp>

#include <type_traits>

using namespace ansvar;

TEST_CASE("an id of one kind is never taken for another", "[ids]") {
    STATIC_REQUIRE_FALSE(std::is_convertible_v<PersonId, TicketId>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<PersonId, bool>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<TicketId, std::uint64_t>);
}

TEST_CASE("a fresh id says that nothing is stored yet", "[ids]") {
    CHECK_FALSE(static_cast<bool>(TicketId{}));
    CHECK(static_cast<bool>(TicketId{1042}));
    CHECK(TicketId{1042}.text() == "1042");
    CHECK(TicketId{7} < TicketId{8});
}

TEST_CASE("role codes compare as the school writes them", "[ids]") {
    CHECK(RoleCode{"L\u00c4R"} == RoleCode{"L\u00c4R"});
    CHECK(RoleCode{"ITS"} != RoleCode{"its"});
}
