#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace ansvar::identity {

/// One call to a sign-in provider.
struct HttpCall {
    std::string url;
    std::optional<std::string> form = std::nullopt;  ///< POST application/x-www-form-urlencoded; empty: GET
    std::string user = {};                           ///< with `password`: HTTP Basic, already percent-encoded (RFC 6749 §2.3.1)
    std::string password = {};
    std::string bearer = {};
    std::chrono::milliseconds limit{3000};  ///< for all of it
};

/// What came back. No status: nothing did, and `failure` says why, without data, for the log.
struct HttpAnswer {
    int status = 0;
    std::string body = {};
    std::string failure = {};
};

/// How providers are reached; tests put their own in its place. Safe from any thread.
using Fetch = std::function<HttpAnswer(const HttpCall&)>;

/// libcurl: TLS verified, no redirects, at most 1 MB, nothing but https and (to this machine alone) http. At most three calls of the whole
/// process are under way at once, so that a slow provider leaves workers for everybody else; the next throws web::Unavailable.
HttpAnswer fetch_by_curl(const HttpCall& call);

/// https, or http to this very machine (so that tests run).
bool is_safe_address(std::string_view url);
/// http to this very machine.
bool is_loopback_address(std::string_view url);
/// May a provider send us to `url`? https always; this machine only when the provider itself is on it.
bool may_lead_to(std::string_view issuer, std::string_view url);

}  // namespace ansvar::identity
