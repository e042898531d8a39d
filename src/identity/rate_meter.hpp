#pragma once

#include <map>
#include <mutex>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "web/headers.hpp"

namespace ansvar::identity {

/// How many requests a minute tokens that have a rate may still make. Each has a bucket as large as its rate, which fills evenly. In memory,
/// for each instance by itself (decision 0084): a statement for each request would cost more than most requests. Any thread.
class RateMeter {
public:
    /// Counts one request, and gives the headers that say what is left (draft-ietf-httpapi-ratelimit-headers). Throws TooManyRequests, with
    /// the same headers and Retry-After, when there is nothing left.
    web::Headers take(TokenId token, unsigned per_minute, Timestamp now);

private:
    struct Bucket {
        double left = 0;
        Timestamp at;  ///< when it was filled last
    };

    std::mutex mutex_;
    std::map<TokenId, Bucket> buckets_;
};

}  // namespace ansvar::identity
