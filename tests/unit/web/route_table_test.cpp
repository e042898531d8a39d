#include <catch2/catch.hpp>

#include "web/errors.hpp"
#include "web/route_table.hpp"

using namespace ansvar::web;

namespace {

const Handler nothing = [](const Request&) { return Response{}; };
constexpr Access agents{Audience::Agent, Via::Page};

RouteTable school_routes() {
    RouteTable routes;
    for (const auto* path : {"/", "/tickets/{number}", "/tickets/new", "/tickets/{number}/closure", "/{slice}/new", "/queues/{role}",
                             "/{slice}/{what}/closure"}) {
        routes.add({Method::Get, path, agents, nothing});
    }
    routes.add({Method::Post, "/tickets/{number}", {Audience::SignedIn, Scope::TicketsWrite}, nothing});
    return routes;
}

std::string route_for(const RouteTable& routes, std::string_view path) {
    const auto match = routes.find(Method::Get, path);
    return match ? match->route->path : "";
}

}  // namespace

TEST_CASE("a fixed segment goes before a placeholder", "[routes]") {
    const auto routes = school_routes();
    const auto [path, expected] = GENERATE(Catch::Generators::table<std::string, std::string>({
        {"/", "/"},
        {"/tickets/new", "/tickets/new"},
        {"/tickets/17", "/tickets/{number}"},
        {"/tickets/17/closure", "/tickets/{number}/closure"},
        {"/people/new", "/{slice}/new"},
        {"/people/17/closure", "/{slice}/{what}/closure"},
        {"/queues/L%C3%84R", "/queues/{role}"},
        {"/tickets/%6Eew", "/tickets/new"},
    }));
    CAPTURE(path);
    CHECK(route_for(routes, path) == expected);
}

TEST_CASE("paths that are not canonical lead nowhere", "[routes]") {
    const auto routes = school_routes();
    const auto path =
        GENERATE(as<std::string>{}, "", "tickets", "//", "/tickets/", "/tickets//17", "//tickets/17", "/tickets/..", "/tickets/%2e%2e",
                 "/tickets/.%2E", "/tickets/.", "/./tickets/17", "/tickets/%", "/tickets/%4", "/tickets/%zz", "/tickets/%00",
                 "/tickets/a%00b", "/tickets/%FF", "/tickets/%C3", "/queues/%ED%A0%80", "/tickets%2F17");
    CAPTURE(path);
    CHECK(route_for(routes, path).empty());
}

TEST_CASE("placeholders' values are decoded", "[routes]") {
    const auto routes = school_routes();
    CHECK(routes.find(Method::Get, "/queues/Resp%20chef")->values == PathValues{{"role", "Resp chef"}});
    CHECK(routes.find(Method::Get, "/queues/a%2Fb")->values == PathValues{{"role", "a/b"}});
    CHECK(routes.find(Method::Get, "/queues/a+b")->values == PathValues{{"role", "a+b"}});
}

TEST_CASE("a number in a path is a plain positive one", "[routes]") {
    const auto number = [](std::string text) {
        Request request{{}};
        request.matched("/tickets/{number}", Via::Page, {{"number", std::move(text)}});
        return request.path_number("number");
    };
    CHECK(number("17") == 17);
    for (const std::string bad :
         {"0", "017", "-1", "+1", "1 ", " 1", "1.0", "0x1", "1e3", "abc", "12abc", "1234567890123456789", "\xD9\xA1"}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(number(bad), NotFound);
    }
}

TEST_CASE("a path knows its methods", "[routes]") {
    const auto routes = school_routes();
    CHECK(routes.methods_for("/tickets/17") == std::vector{Method::Get, Method::Post});
    CHECK(routes.methods_for("/nowhere/at/all").empty());
}

TEST_CASE("a route table refuses what would be ambiguous", "[routes]") {
    auto routes = school_routes();
    for (const std::string bad : {"", "tickets", "/tickets/", "//x", "/a/../b", "/a b", "/a?b", "/{x}/{x}", "/a%20", "/tickets/{other}"}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(routes.add({Method::Get, bad, agents, nothing}), std::logic_error);
    }
    CHECK_THROWS_AS(routes.add({Method::Put, "/x", agents, nullptr}), std::logic_error);
}

TEST_CASE("the route table can be read by a person", "[routes]") {
    RouteTable routes;
    routes.add({Method::Post, "/tickets", {Audience::SignedIn, Via::Page}, nothing});
    routes.add({Method::Get, "/api/v1/areas", {Audience::Agent, Scope::MatrixRead}, nothing});
    CHECK(routes.dump() == "/api/v1/areas GET agent api matrix:read\n/tickets POST signed-in page\n");
}
