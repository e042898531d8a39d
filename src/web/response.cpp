#include "web/response.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/text.hpp"
#include "web/ascii.hpp"

namespace ansvar::web {
namespace {

Response with_type(std::string_view type, std::string body, int status) {
    Response response;
    response.status = status;
    response.headers.emplace_back("Content-Type", type);
    response.body = std::move(body);
    return response;
}

/// For agents that do not know filename*: ASCII letters, digits, dot, dash, underscore; the rest becomes "_".
std::string plain_file_name(std::string_view name) {
    std::string plain;
    for (const char c : name) {
        plain += ascii::is_letter(c) || ascii::is_digit(c) || c == '.' || c == '-' ? c : '_';
    }
    return plain.empty() ? "file" : plain;
}

}  // namespace

Response Response::html(std::string body, int status) {
    return with_type("text/html; charset=utf-8", std::move(body), status);
}

Response Response::json(const nlohmann::json& value, int status) {
    return with_type("application/json", value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), status);
}

Response Response::text(std::string body, int status) {
    return with_type("text/plain; charset=utf-8", std::move(body), status);
}

Response Response::event_stream(std::shared_ptr<EventStream> stream) {
    auto response = with_type("text/event-stream", {}, 200);
    response.set_header("Cache-Control", "no-store");
    response.set_header("X-Accel-Buffering", "no");  // nginx would keep the events to itself
    response.stream = std::move(stream);
    return response;
}

Response Response::attachment(std::string bytes, std::string_view file_name, std::string_view content_type) {
    auto response = with_type(content_type, std::move(bytes), 200);
    response.set_header("Content-Disposition", fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain_file_name(file_name),
                                                           percent_encode(file_name)));
    response.set_header("Content-Security-Policy", "sandbox; default-src 'none'");
    return response;
}

Response Response::see_other(std::string_view path) {
    if (path.empty() || path[0] != '/' || (path.size() > 1 && (path[1] == '/' || path[1] == '\\'))) {
        throw std::logic_error("a redirect must lead to a path of our own");
    }
    Response response;
    response.status = 303;
    response.headers.emplace_back("Location", path);
    return response;
}

Response Response::no_content() {
    Response response;
    response.status = 204;
    return response;
}

Response Response::created(std::string_view location, const nlohmann::json& value) {
    auto response = json(value, 201);
    response.headers.emplace_back("Location", location);
    return response;
}

std::optional<std::string> Response::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (ascii::equal(key, name)) {
            return value;
        }
    }
    return std::nullopt;
}

void Response::set_header(std::string_view name, std::string value) {
    std::erase_if(headers, [&](const auto& header) { return ascii::equal(header.first, name); });
    headers.emplace_back(name, std::move(value));
}

void Response::add_header(std::string_view name, std::string value) {
    headers.emplace_back(name, std::move(value));
}

void Response::set_cookie(const Cookie& cookie) {
    headers.emplace_back("Set-Cookie", cookie.header_value());
}

}  // namespace ansvar::web
