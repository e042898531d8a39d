#include <catch2/catch.hpp>

#include "moving/foreign.hpp"

using namespace ansvar;

TEST_CASE("a time of another helpdesk is read with its zone, and one that is none is not", "[moving]") {
    const auto text = [](const char* time, moving::Zone zone) {
        const auto read = moving::time_of(time, zone);
        return read ? to_rfc3339(*read) : std::string{"none"};
    };
    using moving::Zone;
    CHECK(text("2024-05-06 07:08:09", Zone::Utc) == "2024-05-06T07:08:09Z");
    CHECK(text("2024-05-06 07:08:09", Zone::Stockholm) == "2024-05-06T05:08:09Z");
    CHECK(text("2024-01-06 07:08", Zone::Stockholm) == "2024-01-06T06:08:00Z");
    CHECK(text("2024-05-06T07:08:09Z", Zone::Stockholm) == "2024-05-06T07:08:09Z");
    CHECK(text("2024-05-06T07:08:09.123Z", Zone::Stockholm) == "2024-05-06T07:08:09Z");
    CHECK(text("2024-05-06T07:08:09+02:00", Zone::Utc) == "2024-05-06T05:08:09Z");
    CHECK(text("2024-05-06T07:08:09-02:30", Zone::Utc) == "2024-05-06T09:38:09Z");
    for (const char* none : {"", "0000-00-00 00:00:00", "2024-02-30 10:00", "2024-05-06", "06/05/2024 10:00", "2024-05-06 25:00", "1899-01-01 10:00",
                             "2024-05-06 10:00 CET", "2024-05-06T07:08:09+2"}) {
        CAPTURE(none);
        CHECK(text(none, Zone::Utc) == "none");
    }
}
