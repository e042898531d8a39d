#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <variant>

#include "web/allowance.hpp"
#include "web/framing.hpp"
#include "web/host.hpp"
#include "web/security_headers.hpp"

namespace ansvar::web {

/// What is to be done with a request, decided from its head alone.
struct Plan {
    std::size_t body_bytes = 0;    ///< as the head announces
    const Route* route = nullptr;  ///< null: `error` or `ready` says what to answer
    PathValues values;
    std::optional<Error> error;     ///< to be shown by a worker, as its page may need the database
    std::optional<Response> ready;  ///< an asset, a redirect: sent without a worker
    std::string log_route = "-";
    Allowance::Share upload;  ///< held until the request is answered
    Allowance::Share bytes;

    std::size_t max_body_bytes() const;
    /// A form without files, or with a small one, goes the ordinary way: it must not wait behind slow uploads.
    bool is_health() const { return route && route->limits.pool == Pool::Health; }
    bool is_upload() const { return route && route->limits.pool == Pool::Uploads && body_bytes > 256 * 1024; }
};

/// From a request to its answer, without sockets and threads. Safe from any thread.
class Dispatcher {
public:
    Dispatcher(const Site& site, const PublicAddress& address) : site_(site), address_(address) {}

    /// Quick; touches neither gate nor templates.
    Plan plan(const framing::Head& head) const;

    /// The answer with all its headers, compressed, or the error's. On a worker thread. Never throws.
    /// `plan` is as plan() made it; `ready` answers pass through as they are.
    Response answer(Request& request, const Plan& plan, bool is_draining) const noexcept;

    /// Security headers and X-Request-Id for an answer that no handler made.
    Response dressed(Response response, const std::string& request_id) const;

private:
    void find_out_who_asks(Request& request) const noexcept;
    Response run(Request& request, const Plan& plan, bool is_draining) const;
    Plan plan_asset(const framing::Head& head, std::string_view path) const;
    Plan plan_without_route(const framing::Head& head, std::string_view path) const;

    Site site_;
    PublicAddress address_;
};

}  // namespace ansvar::web
