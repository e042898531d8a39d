#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "identity/settings.hpp"

namespace ansvar::identity {

/// Argon2id (libsodium), which is meant to cost time and memory, held to so many at once: a few others wait a little, who comes then is
/// told to come back (web::Unavailable with Retry-After), so that people trying passwords take neither the memory nor the workers of
/// everybody else. Safe from any thread.
class PasswordHasher {
public:
    /// Makes the decoy, which takes as long as one password.
    explicit PasswordHasher(const Settings& settings);

    /// "$argon2id$…": all that is stored of a password.
    std::string hash(std::string_view password) const;
    bool verify(const std::string& hash, std::string_view password) const;
    /// As long as verify(), for somebody without a password. Always false.
    bool verify_decoy(std::string_view password) const;
    /// Made with other parameters than today's.
    bool is_outdated(const std::string& hash) const;

    /// How many passwords were hashed or verified.
    std::uint64_t count() const;

private:
    class Place;

    unsigned long long passes_;
    std::size_t memory_;
    unsigned at_once_;
    unsigned may_wait_;
    std::chrono::milliseconds patience_;
    mutable std::mutex mutex_;
    mutable std::condition_variable freed_;
    mutable unsigned busy_ = 0;
    mutable unsigned waiting_ = 0;
    mutable std::uint64_t count_ = 0;
    std::string decoy_;
};

}  // namespace ansvar::identity
