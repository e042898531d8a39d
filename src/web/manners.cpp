#include "web/manners.hpp"

#include <algorithm>

#include "core/secret.hpp"
#include "core/text.hpp"
#include "web/ascii.hpp"
#include "web/errors.hpp"

namespace ansvar::web {

namespace {

bool is_for_programs(const Route& route) { return route.access.via == Via::Api && route.access.scope.has_value(); }

void check_query(const Route& route, const Request& request) {
    std::vector<FieldError> faults;
    const auto& pairs = request.query_pairs();
    for (auto one = pairs.begin(); one != pairs.end(); ++one) {
        const auto& name = one->first;
        if (std::find(route.manners.query.begin(), route.manners.query.end(), name) == route.manners.query.end()) {
            faults.push_back({.pointer = "/" + name, .code = "unknown-field", .text_key = "field.unknown_field"});
        } else if (std::any_of(pairs.begin(), one, [&](const auto& earlier) { return earlier.first == name; })) {
            faults.push_back({.pointer = "/" + name, .code = "given-twice", .text_key = "field.given_twice"});
        }
    }
    if (!faults.empty()) {
        throw Unprocessable{std::move(faults)};
    }
}

/// "v7" between quotes: a version and nothing of what is shown.
bool is_version(std::string_view tag) { return tag.starts_with("\"v") && tag.ends_with('"') && tag.find('-') == std::string_view::npos; }

}  // namespace

bool is_carried_out_once(const Route& route) {
    const auto scope = route.access.scope;
    return route.access.via == Via::Api && route.method == Method::Post &&
           (scope == Scope::TicketsWrite || scope == Scope::MatrixWrite || scope == Scope::PeopleWrite || scope == Scope::ReportsWrite ||
            scope == Scope::WebhooksWrite);
}

void check_manners(const Route& route, const Request& request) {
    if (!is_for_programs(route)) {
        return;
    }
    check_query(route, request);
    if (route.manners.wants_version && !request.header("if-match")) {
        throw PreconditionRequired{};
    }
}

Response with_entity_tag(const Route& route, const Request& request, Response response) {
    if (!is_for_programs(route) || route.method != Method::Get || response.status != 200 || response.stream) {
        return response;
    }
    const auto given = response.header("ETag").value_or("");
    auto tag = given;
    if (tag.empty() || is_version(tag)) {
        const auto content = sha256(response.bytes()).substr(0, 16);
        tag = tag.empty() ? '"' + content + '"' : given.substr(0, given.size() - 1) + '-' + content + '"';
        response.set_header("ETag", tag);
    }
    if (const auto known = request.header("if-none-match"); known && is_named(*known, tag)) {
        response.status = 304;
        response.body.clear();
        response.shared_body.reset();
        std::erase_if(response.headers, [](const auto& header) { return ascii::equal(header.first, "Content-Type"); });
    }
    return response;
}

void add_next_link(Response& response, const Request& request, std::string_view cursor) {
    auto link = "<" + request.path() + "?";
    for (const auto& [name, value] : request.query_pairs()) {
        if (name != "after") {
            link += percent_encode(name) + "=" + percent_encode(value) + "&";
        }
    }
    response.set_header("Link", link + "after=" + percent_encode(cursor) + ">; rel=\"next\"");
}

bool is_named(std::string_view if_none_match, std::string_view tag) {
    for (const auto element : split(if_none_match, ',')) {
        auto one = ascii::trim(element);
        if (one.starts_with("W/")) {
            one.remove_prefix(2);
        }
        if (one == "*" || one == tag) {
            return true;
        }
    }
    return false;
}

}  // namespace ansvar::web
