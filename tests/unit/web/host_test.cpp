#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "raw_client.hpp"
#include "served_site.hpp"

using namespace ansvar::web;
using namespace ansvar::web::test;
using std::chrono::milliseconds;

TEST_CASE("a page is served with its headers and the body whole", "[host]") {
    ServedSite site;
    const auto answer = get(site.port(), "/id?id=17");
    CHECK(answer.status == 200);
    CHECK(answer.body == "id=17\n");
    CHECK(answer.header("content-type") == "text/plain; charset=utf-8");
    CHECK(answer.header("x-content-type-options") == "nosniff");
    CHECK(answer.header("server").empty());
    CHECK_FALSE(answer.header("x-request-id").empty());
}

TEST_CASE("what handlers throw becomes an answer and its text stays inside", "[host]") {
    ServedSite site;
    for (const auto* path : {"/throw-42", "/throw-secret", "/api/throw-secret", "/missing-name"}) {
        CAPTURE(path);
        const auto answer = get(site.port(), path, "Accept: text/html\r\n");
        CHECK(answer.status == 500);
        CHECK(answer.body.find("password_list") == std::string::npos);
        CHECK(answer.body.find("view has no") == std::string::npos);
    }
    CHECK(get(site.port(), "/id?id=1").status == 200);
}
