#include "web/dispatcher.hpp"

#include <spdlog/spdlog.h>

#include "web/compression.hpp"
#include "web/cross_site.hpp"
#include "web/manners.hpp"
#include "web/response_head.hpp"

namespace ansvar::web {
namespace {

using framing::Verb;

constexpr std::string_view assets_prefix = "/assets/";
constexpr std::string_view ready_path = "/readyz";

std::optional<Method> method_of(Verb verb) {
    switch (verb) {
        case Verb::Get:
        case Verb::Head:
            return Method::Get;
        case Verb::Post:
            return Method::Post;
        case Verb::Put:
            return Method::Put;
        case Verb::Patch:
            return Method::Patch;
        case Verb::Delete:
            return Method::Delete;
        case Verb::Options:
            break;
    }
    return std::nullopt;
}

std::string_view header_of(const framing::Head& head, std::string_view name) {
    for (const auto& [key, value] : head.headers) {
        if (key == name) {
            return value;
        }
    }
    return {};
}

/// "GET, HEAD, POST, OPTIONS"
std::string allow_list(const std::vector<Method>& methods) {
    std::string list;
    for (const auto method : methods) {
        list += std::string{to_string(method)} + ", ";
        if (method == Method::Get) {
            list += "HEAD, ";
        }
    }
    return list + "OPTIONS";
}

/// For a path that exists, but not so: OPTIONS says what is allowed, anything else is told off.
Plan plan_other_method(Verb verb, const std::vector<Method>& methods) {
    Plan plan;
    if (verb == Verb::Options) {
        plan.ready = Response::no_content();
        plan.ready->set_header("Allow", allow_list(methods));
    } else {
        plan.error = Error{405, "method-not-allowed"};
        plan.error->headers.emplace_back("Allow", allow_list(methods));
    }
    return plan;
}

}  // namespace

std::size_t Plan::max_body_bytes() const {
    return route && route->method != Method::Get ? route->limits.max_body_bytes : 0;
}

Plan Dispatcher::plan(const framing::Head& head) const {
    const auto path = std::string_view{head.target}.substr(0, head.target.find('?'));
    if (path.substr(0, assets_prefix.size()) == assets_prefix) {
        return plan_asset(head, path);
    }
    if (const auto method = method_of(head.verb)) {
        if (auto match = site_.routes.find(*method, path)) {
            Plan plan;
            plan.body_bytes = head.content_length;
            plan.route = match->route;
            plan.values = std::move(match->values);
            plan.log_route = match->route->path;
            return plan;
        }
    }
    return plan_without_route(head, path);
}

Plan Dispatcher::plan_asset(const framing::Head& head, std::string_view path) const {
    auto response = site_.assets.answer(path, header_of(head, "accept-encoding"), header_of(head, "if-none-match"));
    Plan plan;
    if (!response) {
        plan.error = NotFound{};
    } else if (method_of(head.verb) == Method::Get) {
        plan.ready = std::move(response);
    } else {
        plan = plan_other_method(head.verb, {Method::Get});
    }
    plan.log_route = assets_prefix;
    return plan;
}

Plan Dispatcher::plan_without_route(const framing::Head& head, std::string_view path) const {
    const auto methods = site_.routes.methods_for(path);
    if (!methods.empty()) {
        return plan_other_method(head.verb, methods);
    }
    Plan plan;
    const bool has_slash = path.size() > 1 && path.back() == '/';
    const auto canonical = path.substr(0, path.size() - (has_slash ? 1 : 0));
    if (has_slash && method_of(head.verb) == Method::Get && site_.routes.find(Method::Get, canonical)) {
        plan.ready = Response{.status = 308, .headers = {{"Location", std::string{canonical} + head.target.substr(path.size())}}};
        return plan;
    }
    plan.error = NotFound{};
    return plan;
}

Response Dispatcher::answer(Request& request, const Plan& plan, bool is_draining) const noexcept {
    Response response;
    try {
        response = run(request, plan, is_draining);
    } catch (...) {
        response = site_.problems.answer(request, std::current_exception());
    }
    try {
        for (const auto& cookie : request.admission().cookies) {
            response.set_cookie(cookie);
        }
        for (const auto& [name, value] : request.admission().headers) {
            response.set_header(name, value);
        }
        add_security_headers(response, address_, plan.route ? plan.route->access.via : Via::Page, request.has_principal());
        response.set_header("X-Request-Id", request.id());
        compress(response, request.header("accept-encoding").value_or(""));
        if (has_sound_headers(response)) {
            return response;
        }
        spdlog::error("request {} failed: a header field of its answer has a control character", request.id());
    } catch (const std::exception& fault) {
        spdlog::error("request {} failed when its answer was finished: {}", request.id(), fault.what());
    }
    return dressed(site_.problems.bare_answer(Error{500, "internal"}, request.language(), request.wants_html(), request.id()),
                   request.id());
}

/// So that the page which says that there is nothing here is drawn for whoever asks, with their menu and in their language.
void Dispatcher::find_out_who_asks(Request& request) const noexcept {
    try {
        if (request.wants_html()) {
            request.admitted(site_.gate.admit(request, {Audience::Anyone, Via::Page}));
        }
    } catch (const std::exception&) {
        // The page can be drawn for nobody in particular.
    }
}

Response Dispatcher::run(Request& request, const Plan& plan, bool is_draining) const {
    if (plan.error) {
        find_out_who_asks(request);
        throw *plan.error;
    }
    const auto& route = *plan.route;
    request.matched(route.path, route.access.via, plan.values);
    if (std::chrono::steady_clock::now() > request.deadline()) {
        throw Overloaded{"waited too long for a worker"};
    }
    if (is_draining && route.path == ready_path) {
        throw Unavailable{std::chrono::seconds{5}, "draining"};
    }
    if (route.access.via == Via::Page && is_unsafe(route.method) && may_be_cross_site(request, address_.origin())) {
        throw Error{403, "cross-site"};
    }
    if (route.limits.pool != Pool::Health) {  // who asks does not matter, and finding out would wait for the database
        request.admitted(site_.gate.admit(request, route.access));
    }
    check_manners(route, request);
    return with_entity_tag(route, request, route.handler(request));
}

Response Dispatcher::dressed(Response response, const std::string& request_id) const {
    add_security_headers(response, address_, Via::Page, false);
    response.set_header("X-Request-Id", request_id);
    return response;
}

}  // namespace ansvar::web
