#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "web/cookie.hpp"
#include "web/headers.hpp"

namespace ansvar::web {

class EventStream;

/// An answer. Content-Length, Date, Connection, X-Request-Id, security headers and compression are added when it is sent.
/// A header name or value with control characters never goes out: the whole answer becomes a 500.
struct Response {
    int status = 200;
    Headers headers = {};
    std::string body = {};
    std::shared_ptr<const std::string> shared_body = {};  ///< when set, sent instead of `body` without being copied
    std::shared_ptr<EventStream> stream = {};             ///< when set, follows the head for as long as the host lets it, instead of a body

    static Response html(std::string body, int status = 200);
    static Response json(const nlohmann::json& value, int status = 200);
    static Response text(std::string body, int status = 200);
    /// text/event-stream: stays open without a worker and tells what comes to the stream.
    static Response event_stream(std::shared_ptr<EventStream> stream);
    /// Bytes to keep, never to show: Content-Disposition attachment with the name in UTF-8 (RFC 6266), CSP sandbox.
    static Response attachment(std::string bytes, std::string_view file_name, std::string_view content_type = "application/octet-stream");
    /// 303 to a path of our own: what follows a POST. Throws std::logic_error unless it starts with one "/".
    static Response see_other(std::string_view path);
    static Response no_content();
    /// 201 with Location and a JSON body.
    static Response created(std::string_view location, const nlohmann::json& value);

    /// The size of what is sent as body, before compression.
    std::size_t size() const { return shared_body ? shared_body->size() : body.size(); }
    std::string_view bytes() const { return shared_body ? std::string_view{*shared_body} : std::string_view{body}; }

    /// Names are compared without regard to case.
    std::optional<std::string> header(std::string_view name) const;
    void set_header(std::string_view name, std::string value);  ///< replaces
    void add_header(std::string_view name, std::string value);  ///< keeps earlier ones
    void set_cookie(const Cookie& cookie);
};

}  // namespace ansvar::web
