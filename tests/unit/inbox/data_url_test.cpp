// Texts and files as programs of osTicket write them: as data URLs, or as they are.
#include "inbox/data_url.hpp"

#include <catch2/catch.hpp>

using namespace ansvar::inbox;

TEST_CASE("a data URL is read as RFC 2397 has it, and as programs write it", "[data_url]") {
    const auto [text, type, bytes] = GENERATE(table<std::string, std::string, std::string>({
        {"MESSAGE HERE", "text/plain", "MESSAGE HERE"},
        {"data:text/plain;charset=utf-8,content", "text/plain", "content"},
        {"data:,A%20brief%20note", "text/plain", "A brief note"},
        {"data:text/html,<p>100% fel</p>", "text/html", "<p>100% fel</p>"},
        {"data:text/html;charset=utf-8,Träd, gård", "text/html", "Träd, gård"},
        {"data:image/png;base64,R0lG", "image/png", "GIF"},
        {"data:;base64,aGVq", "text/plain", "hej"},
        {"data:text/plain;charset=ISO-8859-1;base64,5eT2", "text/plain", "åäö"},
        {"data:", "text/plain", "data:"},
        {"data: it is gone", "text/plain", "data: it is gone"},
    }));
    CAPTURE(text);
    const auto url = read_data_url(text);
    REQUIRE(url);
    CHECK(url->media_type == type);
    CHECK(url->bytes == bytes);
}

TEST_CASE("what cannot be read is nothing", "[data_url]") {
    CHECK_FALSE(read_data_url("data:image/png;base64,not base64!"));
    CHECK_FALSE(read_data_url("data:text/plain;charset=utf-16,x"));
}
