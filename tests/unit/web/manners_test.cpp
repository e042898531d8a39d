#include <catch2/catch.hpp>

#include "web/errors.hpp"
#include "web/manners.hpp"

using namespace ansvar::web;

namespace {

Route route(Method method, Scope scope, Manners manners = {}) {
    return {.method = method,
            .path = "/api/v1/things",
            .access = {Audience::SignedIn, scope},
            .handler = [](const Request&) { return Response::no_content(); },
            .limits = {},
            .manners = std::move(manners)};
}

Request request(const std::string& target, Headers headers = {}) { return Request{{.target = target, .headers = std::move(headers)}}; }

/// "200", or the refusal's status with the first field's code.
std::string outcome(const Route& asked, const Request& with) {
    try {
        check_manners(asked, with);
        return "200";
    } catch (const Error& refused) {
        return std::to_string(refused.status) + (refused.fields.empty() ? "" : " " + refused.fields[0].pointer + " " + refused.fields[0].code);
    }
}

}  // namespace

TEST_CASE("a route of the API takes the parameters it names, each once") {
    const auto list = route(Method::Get, Scope::TicketsRead, {.query = {"limit", "after"}});
    CHECK(outcome(list, request("/api/v1/things?limit=3&after=7")) == "200");
    CHECK(outcome(list, request("/api/v1/things?limt=3")) == "422 /limt unknown-field");
    CHECK(outcome(list, request("/api/v1/things?limit=3&limit=4")) == "422 /limit given-twice");
    CHECK(outcome(list, request("/api/v1/things?limit=%ff")) == "400 /limit malformed");
    auto page = list;
    page.access = {Audience::SignedIn, Via::Page};
    CHECK(outcome(page, request("/things?utm_source=x")) == "200");
}

TEST_CASE("a change of what has a version says which") {
    const auto change = route(Method::Patch, Scope::TicketsWrite, {.query = {}, .wants_version = true});
    CHECK(outcome(change, request("/api/v1/things")) == "428");
    CHECK(outcome(change, request("/api/v1/things", {{"if-match", "\"v1\""}})) == "200");
    CHECK(outcome(route(Method::Patch, Scope::TicketsWrite), request("/api/v1/things")) == "200");
}

TEST_CASE("what writes by POST is carried out once for a key") {
    CHECK(is_carried_out_once(route(Method::Post, Scope::TicketsWrite)));
    CHECK(is_carried_out_once(route(Method::Post, Scope::MatrixWrite)));
    CHECK_FALSE(is_carried_out_once(route(Method::Post, Scope::TicketsRead)));
    CHECK_FALSE(is_carried_out_once(route(Method::Patch, Scope::TicketsWrite)));
    auto form = route(Method::Post, Scope::TicketsWrite);
    form.access = {Audience::SignedIn, Via::Page};
    CHECK_FALSE(is_carried_out_once(form));
}

TEST_CASE("a GET of the API has an ETag, and 304 for who knows it") {
    const auto read = route(Method::Get, Scope::TicketsRead);
    const auto answer = [&](const std::string& body, const std::string& tag = "", const std::string& known = "") {
        auto made = Response::text(body);
        if (!tag.empty()) {
            made.set_header("ETag", tag);
        }
        return with_entity_tag(read, known.empty() ? request("/") : request("/", {{"if-none-match", known}}), std::move(made));
    };
    const auto tag = *answer("one").header("ETag");
    CHECK(*answer("one").header("ETag") == tag);
    CHECK(*answer("two").header("ETag") != tag);
    const auto known = answer("one", "", "\"x\", W/" + tag);
    CHECK(known.status == 304);
    CHECK(known.body.empty());
    CHECK(*known.header("ETag") == tag);
    CHECK(answer("two", "", tag).status == 200);
    CHECK(answer("one", "", "*").status == 304);
    const auto version = *answer("one", "\"v7\"").header("ETag");
    CHECK(version.starts_with("\"v7-"));
    CHECK(*answer("two", "\"v7\"").header("ETag") != version);  // another reader is shown something else
    CHECK(*answer("one", "\"own\"").header("ETag") == "\"own\"");
    CHECK_FALSE(with_entity_tag(route(Method::Post, Scope::TicketsWrite), request("/"), Response::text("one")).header("ETag"));
}

TEST_CASE("the next page is the same question with another cursor") {
    auto response = Response::text("");
    add_next_link(response, request("/api/v1/search?q=hus%20b&after=3&limit=2"), "1.2");
    CHECK(response.header("Link") == "</api/v1/search?q=hus%20b&limit=2&after=1.2>; rel=\"next\"");
}
