#include "core/number.hpp"

#include <catch2/catch.hpp>

#include <string>

#include "core/ids.hpp"

using namespace ansvar;

TEST_CASE("a number is its decimal digits and nothing else", "[number]") {
    CHECK(whole_number<std::int64_t>("1042") == 1042);
    CHECK(whole_number<unsigned>("0") == 0U);
    CHECK(whole_number<int>("007") == 7);
    const auto* text = GENERATE("", " ", "-1", "-0", "+1", " 1", "1 ", "1.0", "1e3", "0x10", "1,000", "ett", "1a", "--1", "\xd9\xa1", "1\n");
    CAPTURE(text);
    CHECK_FALSE(whole_number<std::int64_t>(text));
    CHECK_FALSE(whole_number<std::uint64_t>(text));
    CHECK_FALSE(whole_number<int>(text));
    CHECK_FALSE(id_from<PersonId>(text));
}

TEST_CASE("a number that its type cannot hold is none", "[number]") {
    CHECK(whole_number<std::int64_t>("9223372036854775807") == INT64_MAX);
    CHECK_FALSE(whole_number<std::int64_t>("9223372036854775808"));
    CHECK(whole_number<std::uint64_t>("18446744073709551615") == UINT64_MAX);
    CHECK_FALSE(whole_number<std::uint64_t>("18446744073709551616"));
    CHECK(whole_number<std::uint8_t>("255") == std::uint8_t{255});
    CHECK_FALSE(whole_number<std::uint8_t>("256"));
    CHECK_FALSE(whole_number<int>(std::string(400, '9')));
    CHECK_FALSE(whole_number<int>(std::string_view{"1\0", 2}));
}

TEST_CASE("an id begins at 1 and ends where the database's numbers do", "[number]") {
    CHECK(id_from<PersonId>("1") == PersonId{1});
    CHECK(id_from<TicketId>("9223372036854775807") == TicketId{INT64_MAX});
    CHECK_FALSE(id_from<PersonId>("0"));
    CHECK_FALSE(id_from<PersonId>("9223372036854775808"));
}
