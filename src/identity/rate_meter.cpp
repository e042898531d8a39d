#include "identity/rate_meter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

web::Headers headers_of(unsigned per_minute, double left) {
    const double full = per_minute;
    return {{"RateLimit-Policy", fmt::format("\"token\";q={};w=60", per_minute)},
            {"RateLimit", fmt::format("\"token\";r={};t={}", static_cast<unsigned>(left), static_cast<unsigned>(std::ceil((full - left) / full * 60)))}};
}

}  // namespace

web::Headers RateMeter::take(TokenId token, unsigned per_minute, Timestamp now) {
    const double full = per_minute, per_second = full / 60;
    double left = 0;
    {
        const std::lock_guard lock{mutex_};
        auto& bucket = buckets_.try_emplace(token, Bucket{.left = full, .at = now}).first->second;
        const auto passed = std::max(0.0, std::chrono::duration<double>(now - bucket.at).count());
        bucket.left = std::min(full, bucket.left + passed * per_second);
        bucket.at = std::max(bucket.at, now);
        if (bucket.left >= 1) {
            bucket.left -= 1;
            return headers_of(per_minute, bucket.left);
        }
        left = bucket.left;
    }
    web::TooManyRequests refused{std::chrono::seconds{static_cast<int>(std::ceil((1 - left) / per_second))}, "the token's rate is used up"};
    const auto headers = headers_of(per_minute, left);
    refused.headers.insert(refused.headers.end(), headers.begin(), headers.end());
    throw web::Error{std::move(refused)}.explained("problem.too-many-requests.token", {{"rate", per_minute}});
}

}  // namespace ansvar::identity
