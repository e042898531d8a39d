#include "web/response_head.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <iterator>

#include "web/ascii.hpp"

namespace ansvar::web {
namespace {

std::string_view reason(int status) {
    constexpr std::array<std::pair<int, std::string_view>, 31> reasons{{
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {206, "Partial Content"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {415, "Unsupported Media Type"},
        {417, "Expectation Failed"},
        {422, "Unprocessable Content"},
        {425, "Too Early"},
        {428, "Precondition Required"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {503, "Service Unavailable"},
    }};
    const auto found = std::find_if(reasons.begin(), reasons.end(), [&](const auto& pair) { return pair.first == status; });
    return found == reasons.end() ? "" : found->second;
}

/// IMF-fixdate of RFC 9110 §5.6.7, made anew each second.
std::string_view date_now() {
    thread_local std::array<char, 40> text{};
    thread_local std::time_t last = 0;
    const auto now = std::time(nullptr);
    if (now != last) {
        std::tm utc{};
        gmtime_r(&now, &utc);
        std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
        last = now;
    }
    return text.data();
}

}  // namespace

std::string response_head(const Response& response, bool keeps_alive) {
    std::string head;
    auto out = std::back_inserter(head);
    fmt::format_to(out, "HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status, reason(response.status), date_now());
    for (const auto& [name, value] : response.headers) {
        fmt::format_to(out, "{}: {}\r\n", name, value);
    }
    if (may_have_body(response.status) && !response.stream) {
        fmt::format_to(out, "Content-Length: {}\r\n", response.size());
    }
    fmt::format_to(out, "Connection: {}\r\n\r\n", keeps_alive ? "keep-alive" : "close");
    return head;
}

bool has_sound_headers(const Response& response) {
    return std::all_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
        const auto& [name, value] = header;
        return !name.empty() && std::all_of(name.begin(), name.end(), ascii::is_token) &&
               std::none_of(value.begin(), value.end(), ascii::is_control);
    });
}

}  // namespace ansvar::web
