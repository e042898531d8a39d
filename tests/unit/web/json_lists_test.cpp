#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "web/errors.hpp"
#include "web/json_lists.hpp"

using namespace ansvar;
using nlohmann::json;

namespace {

web::Response page(const json& rows, std::string_view query, const std::string& key = "id") {
    return web::page_of_rows(web::Request{{.target = "/api/v1/units" + std::string{query}, .headers = {}}}, rows, key);
}

json body(const web::Response& response) { return json::parse(response.bytes()); }

}  // namespace

TEST_CASE("rows that are read whole are told a page at a time, each once") {
    const json rows = {{{"id", 7}}, {{"id", 3}}, {{"id", 9}}};
    const auto first = page(rows, "?limit=2");
    CHECK(body(first) == json{{"items", {{{"id", 7}}, {{"id", 3}}}}, {"next", "3"}});
    CHECK(first.header("Link") == "</api/v1/units?limit=2&after=3>; rel=\"next\"");
    const auto last = page(rows, "?limit=2&after=3");
    CHECK(body(last) == json{{"items", {{{"id", 9}}}}, {"next", nullptr}});
    CHECK_FALSE(last.header("Link"));
    CHECK(body(page(json{{{"code", "ITS"}}, {{"code", "VAKT"}}}, "?after=ITS", "code"))["items"] == json{{{"code", "VAKT"}}});
}

TEST_CASE("a list whose last told row is gone is at its end") {
    CHECK(body(page(json{{{"id", 7}}, {{"id", 9}}}, "?after=8")) == json{{"items", json::array()}, {"next", nullptr}});
    CHECK(body(page(json::array(), "")) == json{{"items", json::array()}, {"next", nullptr}});
    CHECK_THROWS_AS(page(json::array(), "?limit=0"), web::Unprocessable);
}
