#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "hooks/target.hpp"

namespace ansvar::hooks {

/// One message to one address.
struct Call {
    std::string url;
    std::string payload;
    std::vector<std::string> headers;  ///< "name: value"
    std::stop_token stop = {};         ///< gives up at once
};

/// What came back. No status: nothing did, and `words` says why.
struct Answer {
    int status = 0;
    std::string words = {};                    ///< how it began, at most 500 characters a page can show
    std::chrono::milliseconds took{0};
    std::optional<std::chrono::seconds> retry_after = std::nullopt;

    bool is_taken() const { return status >= 200 && status < 300; }
    bool is_gone() const { return status == 410; }
};

/// How messages are sent; tests put their own in its place. Safe from any thread.
using Post = std::function<Answer(const Call&)>;

/// What stands as the answer of an address that was never asked.
inline constexpr std::string_view network_refused = "the address leads to a network that may not be called";

/// How far a call may go.
struct PostRules {
    Networks allowed = {};
    std::chrono::milliseconds limit{15'000};  ///< for all of it
    std::vector<std::string> names = {};      ///< "host:port:address": what names stand for, for tests alone; else they are looked up
    std::string certificates = {};            ///< PEM file of authorities to trust; empty: the system's
};

/// libcurl: TLS verified, no redirects, no proxy, at most `limit`, 16 kB of answer. Each address that a name leads to is checked as the
/// connection to it is opened, so a name that leads elsewhere the next time is of no use.
Answer post(const Call& call, const PostRules& rules);

}  // namespace ansvar::hooks
