#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "web/form.hpp"
#include "web/gate.hpp"
#include "web/headers.hpp"
#include "web/language.hpp"
#include "web/method.hpp"

namespace ansvar::web {

using Instant = std::chrono::steady_clock::time_point;
/// Names and decoded values of a path's placeholders.
using PathValues = std::vector<std::pair<std::string, std::string>>;

/// Everything a request consists of, as the host read it; tests fill in what they need.
struct RequestParts {
    Method method = Method::Get;
    std::string target = "/";  ///< path and query as sent, percent-encoded
    Headers headers = {};      ///< lower-case names
    std::string body = {};
    std::string client_address = "127.0.0.1";
    std::string id = "test";
    Instant deadline = Instant::max();
};

/// A request as handlers see it. Used by one thread at a time.
class Request {
public:
    explicit Request(RequestParts parts);

    Method method() const { return parts_.method; }
    /// Path without query, as sent (percent-encoded). For the eye of the reader only: routes match decoded segments.
    const std::string& path() const { return path_; }

    /// A placeholder's decoded value: valid UTF-8 without NUL. Throws std::logic_error for a name the route does not have.
    const std::string& path_value(std::string_view name) const;
    /// A placeholder as a positive whole number without sign or leading zero; throws NotFound for anything else.
    std::uint64_t path_number(std::string_view name) const;

    /// The first value of a query parameter, decoded. Throws BadRequest when the query has bad escapes or bad UTF-8.
    std::optional<std::string> query(std::string_view name) const;
    std::vector<std::string> query_all(std::string_view name) const;
    /// All of the query, in its order.
    const std::vector<std::pair<std::string, std::string>>& query_pairs() const;

    /// `name` in lower case.
    std::optional<std::string> header(std::string_view name) const;
    std::optional<std::string> cookie(std::string_view name) const;

    const std::string& body() const { return parts_.body; }
    /// The body as a form, urlencoded or multipart; read once. Throws UnsupportedMediaType, BadRequest or TooLarge.
    const Form& form() const;
    /// The body as JSON, read strictly: application/json, UTF-8, no NUL, no double names, at most 32 levels.
    /// Throws UnsupportedMediaType or BadRequest.
    nlohmann::json json() const;

    /// API: Accept-Language, else the person's choice. Pages: the person's choice, else the cookie "language", else Accept-Language. Else
    /// Swedish.
    Language language() const;
    /// Drawn for each request, never taken from the client. Stands in X-Request-Id, in errors and in the log.
    const std::string& id() const { return parts_.id; }
    /// The peer's address, or what a trusted proxy says it is. Personal data: not for logs.
    std::string_view client_address() const { return parts_.client_address; }
    /// When an answer is of no use any more; give outer calls no longer than this.
    Instant deadline() const { return parts_.deadline; }
    std::chrono::milliseconds time_left() const;

    /// A browser that wants a page rather than data.
    bool wants_html() const;
    /// htmx asks for a part of a page.
    bool is_fragment() const;
    /// A browser asks ahead of its reader, who may never come: for a page, or for what a page fetches that is drawn unseen (Sec-Purpose, Fetch
    /// standard; Purpose in older browsers).
    bool is_ahead_of_reader() const;

    bool has_principal() const { return admission_.principal != nullptr; }
    /// Who asks, of the type the gate gave. Throws std::logic_error when there is nobody or another type.
    template <class Principal>
    const Principal& principal() const {
        if (!admission_.principal || admission_.principal_type != typeid(Principal)) {
            throw std::logic_error("the request has no principal of this type");
        }
        return *static_cast<const Principal*>(admission_.principal.get());
    }

    /// The route's path with its placeholders ("/tickets/{number}"); empty when none matched.
    const std::string& route() const { return route_; }
    Via via() const { return via_; }

    // For the dispatcher and for tests.
    void matched(std::string route, Via via, PathValues values);
    void admitted(Admission admission) { admission_ = std::move(admission); }
    const Admission& admission() const { return admission_; }

private:
    RequestParts parts_;
    std::string path_;
    std::string query_text_;
    std::string route_;
    Via via_ = Via::Page;
    PathValues path_values_;
    Admission admission_;
    mutable std::optional<std::vector<std::pair<std::string, std::string>>> query_;
    mutable std::optional<Form> form_;
};

}  // namespace ansvar::web
